import { call, type Answer } from '@/components/client/http';
import type { Tap, TapResult } from './board';

/** As many as the server takes at once. */
const BATCH = 100;

/** `waiting`: the server was not reached or is busy. `signed_out`: who taps has to sign in first. Either way the taps are kept. */
export type Sent = { readonly state: 'sent' | 'waiting' | 'signed_out'; readonly results: readonly TapResult[]; readonly left: readonly Tap[] };

const keyOf = (merchantId: string): string => `countersign.kitchen.taps.${merchantId}`;

/** The taps of this merchant that this tablet still has to send, in their order. What is no list of taps counts as none. */
export function keptTaps(merchantId: string, storage: Pick<Storage, 'getItem'>): readonly Tap[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(merchantId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isTap) : [];
  } catch {
    return [];
  }
}

const isTap = (value: unknown): value is Tap => typeof value === 'object' && value !== null && 'id' in value && 'orderId' in value && 'action' in value;

export const keepTaps = (merchantId: string, taps: readonly Tap[], storage: Pick<Storage, 'setItem'>): void => storage.setItem(keyOf(merchantId), JSON.stringify(taps));

type Post = (taps: readonly Tap[]) => Promise<Answer<{ results: readonly TapResult[] }>>;
const post: Post = (commands) => call('POST', '/merchant/kitchen/commands', { commands });

/**
 * Sends the oldest taps in their order. Each has an id of its own, so that one whose answer was lost counts once when it is sent again. What the
 * server cannot read would be refused for ever: it is dropped and told as unknown.
 */
export async function sendTaps(taps: readonly Tap[], send: Post = post): Promise<Sent> {
  const batch = taps.slice(0, BATCH);
  const answer = await send(batch);
  if (answer.ok) return { state: 'sent', results: answer.data.results, left: taps.slice(batch.length) };
  if (answer.status === 401 || answer.status === 403) return { state: 'signed_out', results: [], left: taps };
  if (answer.status === 0 || answer.status === 429 || answer.status >= 500) return { state: 'waiting', results: [], left: taps };
  return { state: 'sent', results: batch.map(({ id, orderId }) => ({ id, orderId, outcome: 'unknown', ticket: null })), left: taps.slice(batch.length) };
}
