import { jsonHash } from '@/lib/kernel/hash';
import { money, type Money } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';
import type { StoredSnapshot } from './types';

type Named = { readonly id: string; readonly name: string };

/** What is different in a cart beside another, in the merchant's own words and figures. Empty lists and nulls: the same. */
export type CartChanges = {
  readonly added: readonly (Named & { readonly quantity: number; readonly total: Money })[];
  readonly removed: readonly (Named & { readonly quantity: number })[];
  readonly quantities: readonly (Named & { readonly before: number; readonly after: number })[];
  /** Of one piece. In another currency prices are not compared. */
  readonly prices: readonly (Named & { readonly before: Money; readonly after: Money })[];
  readonly total: { readonly before: Money; readonly after: Money } | null;
  readonly address: { readonly before: Address | null; readonly after: Address | null } | null;
};

type Cart = Pick<StoredSnapshot, 'items' | 'currency' | 'totalAmount' | 'address'>;
type Piece = Named & { readonly quantity: number; readonly unitAmount: bigint; readonly totalAmount: bigint };

/** What `after` has that `before` had not, and the other way round. Pure: both are snapshots as they were kept. */
export function compareCarts(before: Cart, after: Cart): CartChanges {
  const [old, now] = [byId(before), byId(after)];
  const inBoth = [...now.values()].flatMap((item) => {
    const was = old.get(item.id);
    return was ? [{ was, item }] : [];
  });
  const sameCurrency = before.currency === after.currency;
  return {
    added: [...now.values()].filter(({ id }) => !old.has(id)).map(({ id, name, quantity, totalAmount }) => ({ id, name, quantity, total: money(totalAmount, after.currency) })),
    removed: [...old.values()].filter(({ id }) => !now.has(id)).map(({ id, name, quantity }) => ({ id, name, quantity })),
    quantities: inBoth.filter(({ was, item }) => was.quantity !== item.quantity).map(({ was, item: { id, name, quantity } }) => ({ id, name, before: was.quantity, after: quantity })),
    prices: inBoth
      .filter(({ was, item }) => sameCurrency && was.unitAmount !== item.unitAmount)
      .map(({ was, item: { id, name, unitAmount } }) => ({ id, name, before: money(was.unitAmount, before.currency), after: money(unitAmount, after.currency) })),
    total: sameCurrency && before.totalAmount === after.totalAmount ? null : { before: money(before.totalAmount, before.currency), after: money(after.totalAmount, after.currency) },
    address: jsonHash({ address: before.address }) === jsonHash({ address: after.address }) ? null : { before: before.address, after: after.address },
  };
}

/** True when nothing differs. */
export const isSameCart = ({ added, removed, quantities, prices, total, address }: CartChanges): boolean =>
  [added, removed, quantities, prices].every((list) => list.length === 0) && total === null && address === null;

/** An item that stands on several lines counts once. */
function byId({ items }: Cart): Map<string, Piece> {
  const pieces = new Map<string, Piece>();
  for (const { id, name, quantity, unitAmount, totalAmount } of items) {
    const known = pieces.get(id);
    pieces.set(id, { id, name, unitAmount, quantity: quantity + (known?.quantity ?? 0), totalAmount: totalAmount + (known?.totalAmount ?? 0n) });
  }
  return pieces;
}
