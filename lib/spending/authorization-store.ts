import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Authorization } from './types';

type Row = {
  id: string;
  wallet_id: string;
  agent_id: string;
  merchant: string | null;
  category: string | null;
  currency: string;
  amount: bigint;
  used_amount: bigint;
  single_use: boolean;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
};

const COLUMNS = 'id, wallet_id, agent_id, merchant, category, currency, amount, used_amount, single_use, created_at, expires_at, revoked_at';
const LIST_MAX = 200;

const toAuthorization = (row: Row): Authorization => ({
  id: row.id,
  walletId: row.wallet_id,
  agentId: row.agent_id,
  merchant: row.merchant,
  category: row.category,
  currency: toCurrency(row.currency),
  amount: row.amount,
  usedAmount: row.used_amount,
  singleUse: row.single_use,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});

/** `signed`: what the passkey confirmed, and the mandate that it stands in. */
export async function insertAuthorization(ctx: Ctx, made: Authorization, signed: { confirmationId: string; mandateId: string }): Promise<void> {
  await ctx.db.query({
    name: 'spending.insert-authorization',
    text: `insert into spending_authorization (id, wallet_id, agent_id, merchant, category, currency, amount, used_amount, single_use, confirmation_id, mandate_id, created_at,
             expires_at) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12)`,
    values: [
      made.id, made.walletId, made.agentId, made.merchant, made.category, made.currency, made.amount.toString(), made.singleUse, signed.confirmationId, signed.mandateId,
      made.createdAt, made.expiresAt,
    ],
  });
}

const ID = /^auth_[0-9a-z]{26}$/;

/** An authorisation of this wallet; null for anyone else's. */
export async function getAuthorization(ctx: Ctx, { walletId, id }: { walletId: string; id: string }): Promise<Authorization | null> {
  if (!ID.test(id)) return null;
  const [row] = await ctx.db.query<Row>({
    name: 'spending.authorization',
    text: `select ${COLUMNS} from spending_authorization where wallet_id = $1 and id = $2`,
    values: [walletId, id],
  });
  return row ? toAuthorization(row) : null;
}

/** The authorisations of a wallet, newest first, over ones included; at most 200. */
export async function listAuthorizations(ctx: Ctx, walletId: string): Promise<Authorization[]> {
  const rows = await ctx.db.query<Row>({
    name: 'spending.authorizations',
    text: `select ${COLUMNS} from spending_authorization where wallet_id = $1 order by id desc limit ${LIST_MAX}`,
    values: [walletId],
  });
  return rows.map(toAuthorization);
}

/** The mandate of the authorisation that a payment drew on; null where it drew on none. */
export async function findDrawnMandateId(ctx: Ctx, paymentId: string): Promise<string | null> {
  const [row] = await ctx.db.query<{ mandate_id: string | null }>({
    name: 'spending.drawn-mandate',
    text: 'select a.mandate_id from spending_hold h join spending_authorization a on a.id = h.authorization_id where h.payment_id = $1',
    values: [paymentId],
  });
  return row?.mandate_id ?? null;
}

/** False when there is none of this id in force. */
export async function revoke(ctx: Ctx, { walletId, id }: { walletId: string; id: string }): Promise<boolean> {
  if (!ID.test(id)) return false;
  const rows = await ctx.db.query<{ id: string }>({
    name: 'spending.revoke-authorization',
    text: 'update spending_authorization set revoked_at = $3 where wallet_id = $1 and id = $2 and revoked_at is null returning id',
    values: [walletId, id, ctx.clock.now()],
  });
  return rows.length === 1;
}
