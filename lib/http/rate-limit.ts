import { processWide } from '@/lib/kernel/process-wide';

export type RateBudget = { readonly perSecond: number; readonly burst: number };

type Bucket = { tokens: number; at: number };

const MAX_BUCKETS = 20_000;
const buckets = processWide('rate-buckets', () => new Map<string, Bucket>());

/**
 * Takes one request from a token bucket of this process. Answers 0 when it may pass, else the seconds until the next one may.
 * `key` names budget and client, such as `api:key_...`.
 */
export function takeFromBudget(key: string, budget: RateBudget, nowMs: number): number {
  const bucket = buckets.get(key) ?? { tokens: budget.burst, at: nowMs };
  bucket.tokens = Math.min(budget.burst, bucket.tokens + (Math.max(0, nowMs - bucket.at) / 1000) * budget.perSecond);
  bucket.at = nowMs;
  const passes = bucket.tokens >= 1;
  if (passes) bucket.tokens -= 1;
  buckets.delete(key); // moves it to the end: the map's first is the one used least recently
  buckets.set(key, bucket);
  if (buckets.size > MAX_BUCKETS) forgetOldest();
  return passes ? 0 : Math.ceil((1 - bucket.tokens) / budget.perSecond);
}

function forgetOldest(): void {
  const oldest = buckets.keys().next();
  if (!oldest.done) buckets.delete(oldest.value);
}
