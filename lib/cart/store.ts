import { readTotals, type StoredTotals } from '@/lib/checkout';
import { decodeJson, encodeJson } from '@/lib/db';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Cart, CartContent } from './types';

type CartRow = {
  id: string;
  merchant_id: string;
  agent_id: string | null;
  api_key_id: string | null;
  currency: string;
  content: unknown;
  created_at: Date;
  updated_at: Date;
  expires_at: Date;
};

const SELECT = `select id, merchant_id, agent_id, api_key_id, currency, content, created_at, updated_at, expires_at from cart where id = $1 and expires_at > $2`;

/** A cart's document as it was written at any time. */
type StoredCart = Omit<CartContent, 'totals'> & { readonly totals: StoredTotals };

/** The document of a cart, with what its time did not know yet. */
export function readCart(json: unknown): CartContent {
  const stored = decodeJson<StoredCart>(json);
  return { ...stored, totals: readTotals(stored.totals) };
}

const toCart = (row: CartRow): Cart => ({
  ...readCart(row.content),
  id: row.id,
  merchantId: row.merchant_id,
  agentId: row.agent_id,
  apiKeyId: row.api_key_id,
  currency: toCurrency(row.currency),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  expiresAt: row.expires_at,
});

const contentOf = ({ lines, totals, taxIsKnown, buyer }: CartContent): string => encodeJson({ lines, totals, taxIsKnown, buyer });

/** A cart that has not run out, or null. */
export async function findCart(ctx: Ctx, id: string): Promise<Cart | null> {
  const rows = await ctx.db.query<CartRow>({ name: 'cart.find', text: SELECT, values: [id, ctx.clock.now()] });
  return rows[0] ? toCart(rows[0]) : null;
}

/** With a row lock, for the transaction under way. */
export async function lockCart(tx: Ctx, id: string): Promise<Cart | null> {
  const rows = await tx.db.query<CartRow>({ name: 'cart.lock', text: `${SELECT} for update`, values: [id, tx.clock.now()] });
  return rows[0] ? toCart(rows[0]) : null;
}

export async function insertCart(ctx: Ctx, cart: Cart): Promise<void> {
  await ctx.db.query({
    name: 'cart.insert',
    text: `insert into cart (merchant_id, id, agent_id, api_key_id, currency, content, created_at, updated_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    values: [cart.merchantId, cart.id, cart.agentId, cart.apiKeyId, cart.currency, contentOf(cart), cart.createdAt, cart.expiresAt],
  });
}

/** Writes a locked cart's content and times. */
export async function writeCart(tx: Ctx, cart: Cart): Promise<void> {
  await tx.db.query({
    name: 'cart.write',
    text: `update cart set content = $3, updated_at = $4, expires_at = $5 where merchant_id = $1 and id = $2`,
    values: [cart.merchantId, cart.id, contentOf(cart), cart.updatedAt, cart.expiresAt],
  });
}

/** Removes a locked cart. */
export async function deleteCart(tx: Ctx, { merchantId, id }: Cart): Promise<void> {
  await tx.db.query({ name: 'cart.delete', text: `delete from cart where merchant_id = $1 and id = $2`, values: [merchantId, id] });
}

/** Removes at most `limit` carts that ran out, and answers how many. */
export async function deleteLapsedCarts(ctx: Ctx, limit: number): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'cart.delete-lapsed',
    text: `delete from cart where id in (select id from cart where expires_at <= $1 order by expires_at limit $2 for update skip locked) returning id`,
    values: [ctx.clock.now(), limit],
  });
  return rows.length;
}
