import type { Currency } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';

/** shipping: goods are sent to an address. pickup: the buyer fetches them at the merchant's place. */
export type FulfillmentKind = 'shipping' | 'pickup';

export type Merchant = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  readonly currency: Currency;
  readonly country: string;
  readonly timeZone: string;
  readonly supportEmail: string;
  /** Proved by DNS or a well-known file; null until then. */
  readonly verifiedDomain: string | null;
  readonly fulfillmentKind: FulfillmentKind;
  readonly pickupLocation: { readonly name: string; readonly address: Address } | null;
};
