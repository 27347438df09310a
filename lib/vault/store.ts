import type { CardAuthentication } from '@/lib/bank';
import { sha256Hex } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';
import type { Allowance, CardFacts, GivenCard, RiskSignal } from './types';

/** The statuses are those of the row: an expired token is a live one past its time. */
export type VaultToken = {
  readonly id: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly currency: string;
  readonly maxAmount: bigint;
  readonly expiresAt: Date;
  readonly status: 'live' | 'used';
  readonly cardId: string;
  readonly bin: string;
  readonly authentication: CardAuthentication;
};

type TokenRow = {
  id: string;
  merchant_id: string;
  checkout_id: string;
  currency: string;
  max_amount: bigint;
  expires_at: Date;
  status: VaultToken['status'];
  card_id: string;
  bin: string;
  authentication: CardAuthentication;
};

const COLUMNS = 'id, merchant_id, checkout_id, currency, max_amount, expires_at, status, card_id, bin, authentication';

const toToken = (row: TokenRow): VaultToken => ({
  id: row.id,
  merchantId: row.merchant_id,
  checkoutId: row.checkout_id,
  currency: row.currency,
  maxAmount: row.max_amount,
  expiresAt: row.expires_at,
  status: row.status,
  cardId: row.card_id,
  bin: row.bin,
  authentication: row.authentication,
});

export type NewToken = {
  readonly id: string;
  readonly token: string;
  readonly allowance: Allowance;
  readonly cardId: string;
  readonly card: Pick<GivenCard, 'numberType' | 'funding'> & CardFacts;
  readonly sealedCard: string;
  readonly cardDeletesAt: Date;
  readonly authentication: CardAuthentication;
  readonly riskSignals: readonly RiskSignal[];
  readonly delegatedBy: string;
  readonly createdAt: Date;
};

export async function insertToken(ctx: Ctx, { allowance, card, ...token }: NewToken): Promise<void> {
  await ctx.db.write({
    name: 'vault.insert-token',
    text: `insert into vault_token (id, token_hash, merchant_id, checkout_id, currency, max_amount, expires_at, status, card_id, number_type, funding, brand, bin, last4,
                                    sealed_card, card_deletes_at, authentication, risk_signals, delegated_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, 'live', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    values: [
      token.id, sha256Hex(token.token), allowance.merchantId, allowance.checkoutId, allowance.currency, allowance.maxAmount.toString(), allowance.expiresAt, token.cardId,
      card.numberType, card.funding, card.brand, card.bin, card.last4, token.sealedCard, token.cardDeletesAt, token.authentication, JSON.stringify(token.riskSignals),
      token.delegatedBy, token.createdAt,
    ],
  });
}

/** A token by its text. */
export async function findToken(ctx: Ctx, token: string): Promise<VaultToken | null> {
  const [row] = await ctx.db.query<TokenRow>({ name: 'vault.find-token', text: `select ${COLUMNS} from vault_token where token_hash = $1`, values: [sha256Hex(token)] });
  return row ? toToken(row) : null;
}

/** Of any token, by its id: the card as it is kept, sealed, until it is deleted. */
export async function findSealedCard(ctx: Ctx, id: string): Promise<{ sealedCard: string | null; brand: string; authentication: CardAuthentication } | null> {
  const [row] = await ctx.db.query<{ sealed_card: string | null; brand: string; authentication: CardAuthentication }>({
    name: 'vault.find-card',
    text: 'select sealed_card, brand, authentication from vault_token where id = $1',
    values: [id],
  });
  return row ? { sealedCard: row.sealed_card, brand: row.brand, authentication: row.authentication } : null;
}

/** The same, locked until the transaction ends: of two that claim it the second finds it used. */
export async function lockToken(ctx: Ctx, token: string): Promise<VaultToken | null> {
  const [row] = await ctx.db.query<TokenRow>({
    name: 'vault.lock-token',
    text: `select ${COLUMNS} from vault_token where token_hash = $1 for no key update`,
    values: [sha256Hex(token)],
  });
  return row ? toToken(row) : null;
}

/** Uses a locked token up. Its card goes at `cardDeletesAt`, if it was not to go sooner. */
export async function markUsed(ctx: Ctx, { id, usedAt, cardDeletesAt }: { id: string; usedAt: Date; cardDeletesAt: Date }): Promise<void> {
  await ctx.db.write({
    name: 'vault.use-token',
    text: `update vault_token set status = 'used', used_at = $2, card_deletes_at = least(card_deletes_at, $3) where id = $1 and status = 'live'`,
    values: [id, usedAt, cardDeletesAt],
  });
}

/** Deletes cards whose time has come, at most `limit`. Answers how many. */
export async function deleteDueCards(ctx: Ctx, limit: number): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'vault.delete-cards',
    text: `update vault_token set sealed_card = null
            where id in (select id from vault_token where sealed_card is not null and card_deletes_at <= $1 order by card_deletes_at limit $2 for no key update skip locked)
           returning id`,
    values: [ctx.clock.now(), limit],
  });
  return rows.length;
}
