import type { TicketStatus } from '@/lib/kitchen';
import type { Money } from '@/lib/kernel/money';
import type { OrderPaymentStatus } from '@/lib/order';

/** What mails and the pass speak; a customer of another language reads English. */
export type PassLanguage = 'en' | 'fr';

export type PassLine = { readonly name: string; readonly quantity: number; readonly unit: Money; readonly total: Money };
export type PassTotal = { readonly label: string; readonly amount: Money };

/** An order that is fetched, as whoever has its id may see it: nothing here says who ordered. Times are instants, shown in `timeZone`. */
export type PassView = {
  readonly orderId: string;
  readonly merchantId: string;
  readonly number: string;
  readonly merchantName: string;
  readonly merchantHandle: string;
  /** Where it is fetched; null where the merchant tells no address. */
  readonly address: string | null;
  readonly merchantPhone: string | null;
  /** Has a storefront that is live: it can be ordered from again. */
  readonly hasStorefront: boolean;
  readonly timeZone: string;
  readonly language: PassLanguage;
  readonly status: TicketStatus;
  readonly pickupCode: string;
  readonly etaAt: Date;
  /** Said by the kitchen, not estimated. */
  readonly etaConfirmed: boolean;
  /** Null: as soon as possible. */
  readonly window: { readonly startsAt: Date; readonly endsAt: Date } | null;
  readonly placedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly readyAt: Date | null;
  readonly fulfilledAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly closedAt: Date | null;
  readonly lines: readonly PassLine[];
  readonly totals: readonly PassTotal[];
  readonly total: Money;
  readonly refunded: Money;
  readonly paymentStatus: OrderPaymentStatus;
  readonly revision: number;
};

/** The customer's own words and address: for mails to them, and for who holds the secret. */
export type PassContact = { readonly name: string | null; readonly email: string | null; readonly phone: string | null; readonly notes: string | null };

export type Ticket = PassView & PassContact;
