import type { PaymentMethod } from './types';

export type CardAvailability = 'available' | 'needs_onboarding';

/** What a storefront says of paying by card. */
export const cardAvailability = (paymentMethods: readonly PaymentMethod[]): CardAvailability => (paymentMethods.includes('card') ? 'available' : 'needs_onboarding');
