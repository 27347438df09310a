import { err, ok, type Result } from '@/lib/kernel/result';
import type { ItemRequest } from './types';

export type KeptRefusal = { readonly code: 'unknown_item' | 'quantity_raised' | 'nothing_left' | 'nothing_changed'; readonly itemId: string | null };

/**
 * What stays of a cart when some of its quantities are lowered: `lowered` names items with what shall be left of each, 0 for none; the others stay
 * as they are. Pure. Nothing can be added or raised this way.
 */
export function decideKept(lines: readonly { itemId: string; quantity: number }[], lowered: readonly ItemRequest[]): Result<readonly ItemRequest[], KeptRefusal> {
  const held = new Map<string, number>();
  for (const { itemId, quantity } of lines) held.set(itemId, quantity + (held.get(itemId) ?? 0));
  const wanted = new Map(lowered.map(({ id, quantity }) => [id, quantity]));
  for (const [itemId, quantity] of wanted) {
    const now = held.get(itemId);
    if (now === undefined) return err({ code: 'unknown_item', itemId });
    if (quantity > now) return err({ code: 'quantity_raised', itemId });
  }
  const kept = [...held].map(([id, quantity]) => ({ id, quantity: wanted.get(id) ?? quantity })).filter(({ quantity }) => quantity > 0);
  if (kept.length === 0) return err({ code: 'nothing_left', itemId: null });
  return kept.length === held.size && kept.every(({ id, quantity }) => held.get(id) === quantity) ? err({ code: 'nothing_changed', itemId: null }) : ok(kept);
}
