import type { Currency } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';

/** shipping: goods are sent to an address. pickup: the buyer fetches them at the merchant's place. What is taken where nobody chooses. */
export type FulfillmentKind = 'shipping' | 'pickup';

export type PickupPlace = { readonly name: string; readonly address: Address };

/** A further way to hand goods over, beside what the merchant's kind says. `amount` in minor units, as the merchant lists it. */
export type MerchantFulfillment = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly amount: bigint;
  /** When it is handed over, in minutes from now; null where nothing is promised. */
  readonly window: { readonly fromMinutes: number; readonly toMinutes: number } | null;
} & (
  | { readonly method: 'pickup'; readonly place: PickupPlace }
  /** To postal codes of the merchant's country that begin with one of these; spaces and letter case do not matter. */
  | { readonly method: 'local_delivery'; readonly postalPrefixes: readonly string[] }
);

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
  readonly pickupLocation: PickupPlace | null;
  readonly fulfillments: readonly MerchantFulfillment[];
  /** List prices hold their tax. */
  readonly pricesIncludeTax: boolean;
  /** On each order, tax included; minor units. */
  readonly serviceFeeAmount: bigint;
  /** False for a draft, and for one that was taken offline: it is there for its own people and keys alone. */
  readonly isLive: boolean;
  /** Wires over which nothing new is begun. */
  readonly closedChannels: readonly string[];
  /** Moves whenever its taxes, its fee, shipping rates, ways of handing over or discounts change. */
  readonly termsVersion: bigint;
};

/** Left out: no further ways to hand over, prices without tax, no fee. */
export type NewMerchant = Omit<Merchant, 'fulfillments' | 'pricesIncludeTax' | 'serviceFeeAmount' | 'isLive' | 'closedChannels' | 'termsVersion'> &
  Partial<Pick<Merchant, 'fulfillments' | 'pricesIncludeTax' | 'serviceFeeAmount'>>;
