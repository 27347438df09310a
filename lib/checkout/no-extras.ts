import type { CheckoutDetails, CheckoutDiscounts } from './types';

/** What a checkout has of each part that its wire never spoke of. */
export const NO_DETAILS: CheckoutDetails = { locale: null, timeZone: null, orderNotes: null, quoteId: null, metadata: null, interventions: null, extensions: null };

export const NO_DISCOUNTS: CheckoutDiscounts = { codes: [], applied: [], rejected: [] };
