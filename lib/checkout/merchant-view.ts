import { plainText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import { listFacts, type Fact } from './facts-store';
import { findCheckout } from './store';
import type { BuyerProfile } from './types';

type Named = { readonly name: string; readonly value: string };

/** What an agent told the merchant about a checkout, for the merchant's own pages: plain words, whoever wrote them. */
export type CheckoutFactsView = {
  /** The buyer's words, as one line; null where there are none. */
  readonly orderNotes: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly quoteId: string | null;
  /** What was told of the buyer beside name and address, unproved. */
  readonly profile: BuyerProfile | null;
  readonly discounts: readonly { readonly name: string; readonly code: string | null }[];
  readonly affiliates: readonly { readonly touchpoint: string; readonly facts: readonly Named[] }[];
  readonly intentTrace: readonly Named[];
  readonly marketingConsents: readonly { readonly channel: string; readonly optedIn: boolean }[];
  readonly riskSignals: readonly Named[];
};

/** Null for a checkout of another merchant, or none. */
export async function loadCheckoutFacts(ctx: Ctx, query: { merchantId: string; checkoutId: string }): Promise<CheckoutFactsView | null> {
  const checkout = await findCheckout(ctx, query.checkoutId);
  if (checkout?.merchantId !== query.merchantId) return null;
  const facts = await listFacts(ctx, query);
  const of = (kind: Fact['kind']): Fact[] => facts.filter((fact) => fact.kind === kind);
  const { orderNotes, locale, timeZone, quoteId } = checkout.details;
  return {
    orderNotes, locale, timeZone, quoteId,
    profile: checkout.buyer?.profile ?? null,
    discounts: checkout.discounts.applied.map(({ name, code }) => ({ name, code })),
    affiliates: of('affiliate').map(({ key, content }) => ({ touchpoint: key, facts: toNamed((content as { facts: object }).facts) })),
    intentTrace: of('intent_trace').flatMap(({ content }) => toNamed(content)),
    marketingConsents: of('marketing_consent').map(({ key, content }) => ({ channel: key, optedIn: (content as { optedIn: boolean }).optedIn })),
    riskSignals: of('risk_signals').flatMap(({ content }) => toNamed(content)),
  };
}

/** The leaves of a JSON value, each by its path. */
function toNamed(value: unknown, name = ''): Named[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [{ name, value: plainText(typeof value === 'string' ? value : JSON.stringify(value)) }];
  return Object.entries(value).flatMap(([key, inner]) => toNamed(inner, name === '' ? plainText(key) : `${name}.${plainText(key)}`));
}
