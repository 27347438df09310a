import { canonicalJson } from '@/lib/kernel/hash';
import { cleanText } from '@/lib/kernel/text';
import { err } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { cleanDetails } from './clean-words';
import { findFact, putFact, type FactKey } from './facts-store';
import { writeDetails } from './store';
import type { AffiliateAttribution, Checkout, CheckoutRefusal, IntentTrace, MarketingConsent } from './types';

/** What a request that pays says beside the payment. All but the notes is for the merchant alone: in no answer and no webhook. */
export type CompletionFacts = {
  /** Of the last touch unless it says otherwise. */
  readonly attribution?: AffiliateAttribution;
  readonly marketingConsents?: readonly MarketingConsent[];
  /** What the agent noticed about the buyer's device, as given. */
  readonly riskSignals?: object;
  readonly orderNotes?: string;
};

type Subject = Pick<Checkout, 'id' | 'merchantId'>;

/** An affiliate with its place in the buyer's journey. */
type Touch = AffiliateAttribution & { readonly touchpoint: 'first' | 'last' };
export const toTouch = (attribution: AffiliateAttribution, usual: Touch['touchpoint']): Touch => ({ ...attribution, touchpoint: attribution.touchpoint ?? usual });

const affiliateKey = ({ id, merchantId }: Subject, { touchpoint }: Touch): FactKey => ({ merchantId, checkoutId: id, kind: 'affiliate', key: touchpoint });

/** Keeps who sent the buyer, one for each touchpoint. In the caller's transaction. */
export const keepAttribution = (tx: Ctx, checkout: Subject, touch: Touch): Promise<void> => putFact(tx, affiliateKey(checkout, touch), touch);

/** The refusal of an attribution where another one is kept for its touchpoint; null where there is none, or the same. */
export async function findAttributionConflict(tx: Ctx, checkout: Subject, { attribution }: CompletionFacts): Promise<Extract<CheckoutRefusal, { code: 'attribution_conflict' }> | null> {
  if (!attribution) return null;
  const touch = toTouch(attribution, 'last');
  const kept = await findFact(tx, affiliateKey(checkout, touch));
  return kept === null || canonicalJson(kept) === canonicalJson(touch) ? null : err({ code: 'attribution_conflict' }).error;
}

const MAX_SUMMARY_LENGTH = 500;

/** Keeps why an agent gave a checkout up. In the caller's transaction. */
export const keepIntentTrace = (tx: Ctx, { id, merchantId }: Subject, trace: IntentTrace): Promise<void> =>
  putFact(tx, { merchantId, checkoutId: id, kind: 'intent_trace', key: '' }, { ...trace, summary: trace.summary && cleanText(trace.summary, MAX_SUMMARY_LENGTH) });

const MAX_CHANNEL_LENGTH = 100;

/** Keeps what a request that pays says beside the payment, in its claim's transaction. Said again after a decline, the last word counts. */
export async function keepCompletionFacts(tx: Ctx, checkout: Subject & Pick<Checkout, 'details'>, facts: CompletionFacts): Promise<void> {
  const { id: checkoutId, merchantId } = checkout;
  const { attribution, marketingConsents = [], riskSignals, orderNotes } = facts;
  if (attribution) await keepAttribution(tx, checkout, toTouch(attribution, 'last'));
  for (const { channel, optedIn } of marketingConsents) {
    await putFact(tx, { merchantId, checkoutId, kind: 'marketing_consent', key: cleanText(channel, MAX_CHANNEL_LENGTH) }, { optedIn });
  }
  if (riskSignals) await putFact(tx, { merchantId, checkoutId, kind: 'risk_signals', key: '' }, riskSignals);
  if (orderNotes !== undefined) await writeDetails(tx, checkoutId, { ...checkout.details, ...cleanDetails({ orderNotes }) });
}
