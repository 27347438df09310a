import type { Currency } from '@/lib/kernel/money';
import type { OpeningHours, StorefrontPage } from './types';

/** What a merchant's people edit of their store: who it is, where, when, in which languages, and its pages. Locales are canonical BCP 47 tags. */
export type Workspace = {
  readonly merchantId: string;
  readonly handle: string;
  readonly status: 'draft' | 'live';
  /** Empty until it was said. */
  readonly name: string;
  readonly description: string;
  readonly currency: Currency;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly address: string;
  readonly postalCode: string;
  readonly city: string;
  readonly phone: string;
  readonly contactEmail: string;
  readonly defaultLocale: string;
  readonly publishedLocales: readonly string[];
  readonly hours: OpeningHours;
  readonly prepMinutes: number;
  /** Orders that a quarter of an hour takes. */
  readonly slotCapacity: number;
  readonly pages: readonly StorefrontPage[];
  /** 0 before the first save; moves with each. */
  readonly revision: number;
};

/** What a save changes; what is left out stays. `hours` without exceptions or notes keeps those. */
export type WorkspacePatch = Partial<Omit<Workspace, 'merchantId' | 'status' | 'revision' | 'hours' | 'currency'>> & {
  readonly currency?: string;
  readonly hours?: Partial<OpeningHours>;
};

/** `field` is the wire's name of what is wrong. */
export type WorkspaceFault = { readonly code: 'invalid_field'; readonly field: string; readonly message: string };
