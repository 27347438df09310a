import type { FeedAnswer } from '@/lib/ports';

/** What to do after an answer. */
export type Next =
  | { readonly kind: 'accepted' }
  /** Something in the batch is not to the target's liking: each half by itself. */
  | { readonly kind: 'split' }
  /** This one item is what it does not like. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'retry'; readonly seconds: number; readonly feedIsGone?: true }
  /** Only its owner can mend it. */
  | { readonly kind: 'stop' };

const FIRST_SECONDS = 2;
const MAX_SECONDS = 30 * 60;

/** Of 4xx, those that pass by themselves (RFC 9110, 6585, 8470) ... */
const PASSING: readonly number[] = [408, 425, 429];
/** ... and those that are about what was sent, not about who sends it or where. */
const ABOUT_ITEMS: readonly number[] = [400, 409, 413, 422];

/**
 * Judges what a target answered. `itemCount` is 0 for making the feed. `attempts` counts the failures before this one; `random` is in [0, 1).
 * Waits 2, 4, 8 ... seconds, at most half an hour, less up to half of it by chance, and never less than Retry-After asks for.
 */
export function decideNext(answer: FeedAnswer, { itemCount, attempts, random }: { itemCount: number; attempts: number; random: number }): Next {
  const seconds = Math.min(MAX_SECONDS, FIRST_SECONDS * 2 ** Math.min(attempts, 20)) * (1 - random / 2);
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'accepted' };
    case 'unreachable':
      return answer.isFault ? { kind: 'stop' } : { kind: 'retry', seconds };
    case 'refused':
      if (answer.status >= 500 || PASSING.includes(answer.status)) return { kind: 'retry', seconds: Math.max(seconds, Math.min(answer.retryAfterSeconds ?? 0, MAX_SECONDS)) };
      if (itemCount === 0) return { kind: 'stop' };
      if (answer.status === 404) return { kind: 'retry', seconds, feedIsGone: true };
      // A 2xx that does not accept is about the items as well.
      if (answer.status >= 300 && !ABOUT_ITEMS.includes(answer.status)) return { kind: 'stop' };
      return itemCount > 1 ? { kind: 'split' } : { kind: 'refused' };
  }
}
