import type { CardAvailability } from '@/lib/ports';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Open from `opensAt` until `closesAt`, `HH:MM` in the merchant's zone; midnight is 24:00. One that closes before it opens closes on the next day. */
export type OpeningWindow = { readonly day: Weekday; readonly opensAt: string; readonly closesAt: string };

/** A date (`YYYY-MM-DD`) that goes by other hours; without windows it is closed. */
export type OpeningException = { readonly date: string; readonly windows: readonly Omit<OpeningWindow, 'day'>[]; readonly note: string | null };

/** `timeZone` is an IANA name. */
export type OpeningHours = {
  readonly timeZone: string;
  readonly windows: readonly OpeningWindow[];
  readonly exceptions: readonly OpeningException[];
  readonly notes: readonly string[];
};

/** A page of legal text, in the merchant's default language and others. Plain text, paragraphs parted by an empty line. */
export type StorefrontPage = {
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly translations: Readonly<Record<string, { readonly title?: string; readonly body?: string }>>;
};

/** At most this many languages are published (rules.md). */
export const LOCALES_MAX = 8;

/** How a storefront's customers may pay: by card on a hosted page, or by an agent's wallet. */
export const PAYMENT_METHODS = ['card', 'wallet'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** A merchant's public face. Locales are canonical BCP 47 tags. */
export type Storefront = {
  readonly merchantId: string;
  readonly status: 'draft' | 'live';
  readonly address: string;
  readonly city: string;
  readonly phone: string;
  readonly defaultLocale: string;
  readonly publishedLocales: readonly string[];
  /** How long an order takes when nothing else waits. */
  readonly prepMinutes: number;
  /** Orders that a quarter of an hour takes. */
  readonly slotCapacity: number;
  readonly hours: OpeningHours;
  readonly pages: readonly StorefrontPage[];
  /** Those that work now. The first is the default. None: nothing can be paid for now. */
  readonly paymentMethods: readonly PaymentMethod[];
  readonly card: CardAvailability;
  /** Moves with each edit. */
  readonly revision: number;
};

/** What the seed and a merchant's first save give. It takes every way to pay: cards once there is an account for them. */
export type NewStorefront = Omit<Storefront, 'hours' | 'paymentMethods' | 'card' | 'revision'> & { readonly hours: Omit<OpeningHours, 'timeZone'> };
