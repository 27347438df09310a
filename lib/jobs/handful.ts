import type { Lane } from './types';

/** What may be leased next: so many, but none for these receivers. */
export type Handful = { readonly limit: number; readonly except: readonly string[] };

/** Of what it leaves free, a receiver may hold the third part: a quarter of an empty lane. */
const SHARE = 3;

/**
 * The next handful of a lane, by how many of its places each receiver holds. Where receivers share it, none comes to hold more than a third of what it leaves
 * free, or one place: each that never answers leaves three quarters of what it found free. Who holds more than half of its share gets no more for now, so that a
 * handful is not cut down to what is left of a share.
 */
export function nextHandful({ places, receiversShare }: Lane, held: ReadonlyMap<string, number>): Handful {
  const free = places - [...held.values()].reduce((sum, count) => sum + count, 0);
  if (!receiversShare) return { limit: free, except: [] };
  const isFull = (count: number): boolean => count * SHARE * 2 > free;
  const most = Math.max(0, ...[...held.values()].filter((count) => !isFull(count)));
  const share = Math.max(1, Math.floor((free - most * SHARE) / (SHARE + 1)));
  return { limit: Math.min(free, share), except: [...held].filter(([, count]) => isFull(count)).map(([receiver]) => receiver) };
}
