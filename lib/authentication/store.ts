import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { invariant } from '@/lib/kernel/invariant';
import { mayMove, type AuthenticationStatus } from './status';
import type { Authentication } from './types';

type Row = {
  id: string;
  merchant_id: string;
  checkout_id: string | null;
  agent_id: string | null;
  api_key_id: string | null;
  status: AuthenticationStatus;
  amount: bigint;
  currency: string;
  card_fingerprint: string;
  card_last4: string;
  directory_server: Authentication['directoryServer'];
  scenario: Authentication['scenario'];
  challenge_asked: boolean;
  server_transaction_id: string;
  acs_transaction_id: string;
  ds_transaction_id: string;
  notification_url: string | null;
  wrong_codes: number;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
};

const COLUMNS = `id, merchant_id, checkout_id, agent_id, api_key_id, status, amount, currency, card_fingerprint, card_last4, directory_server, scenario,
  challenge_asked, server_transaction_id, acs_transaction_id, ds_transaction_id, notification_url, wrong_codes, created_at, expires_at, used_at`;

const toAuthentication = (row: Row): Authentication => ({
  id: row.id,
  merchantId: row.merchant_id,
  checkoutId: row.checkout_id,
  agentId: row.agent_id,
  apiKeyId: row.api_key_id,
  status: row.status,
  amount: row.amount,
  currency: toCurrency(row.currency),
  cardFingerprint: row.card_fingerprint,
  cardLast4: row.card_last4,
  directoryServer: row.directory_server,
  scenario: row.scenario,
  challengeAsked: row.challenge_asked,
  serverTransactionId: row.server_transaction_id,
  acsTransactionId: row.acs_transaction_id,
  dsTransactionId: row.ds_transaction_id,
  notificationUrl: row.notification_url,
  wrongCodes: row.wrong_codes,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usedAt: row.used_at,
});

/** By what it is looked for: our id, or the name that another party knows it by. */
export type Key = 'id' | 'server_transaction_id' | 'acs_transaction_id' | 'ds_transaction_id';

export async function findAuthentication(ctx: Ctx, key: Key, value: string): Promise<Authentication | null> {
  const rows = await ctx.db.query<Row>({ name: `authentication.find-${key}`, text: `select ${COLUMNS} from card_authentication where ${key} = $1`, values: [value] });
  return rows[0] ? toAuthentication(rows[0]) : null;
}

/** With a row lock, for the transaction under way. */
export async function lockAuthentication(tx: Ctx, key: Key, value: string): Promise<Authentication | null> {
  const rows = await tx.db.query<Row>({ name: `authentication.lock-${key}`, text: `select ${COLUMNS} from card_authentication where ${key} = $1 for update`, values: [value] });
  return rows[0] ? toAuthentication(rows[0]) : null;
}

export async function insertAuthentication(tx: Ctx, authentication: Authentication): Promise<void> {
  await tx.db.write({
    name: 'authentication.insert',
    text: `insert into card_authentication (${COLUMNS}, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $19)`,
    values: [
      authentication.id, authentication.merchantId, authentication.checkoutId, authentication.agentId, authentication.apiKeyId, authentication.status,
      authentication.amount.toString(), authentication.currency, authentication.cardFingerprint, authentication.cardLast4, authentication.directoryServer,
      authentication.scenario, authentication.challengeAsked, authentication.serverTransactionId, authentication.acsTransactionId, authentication.dsTransactionId,
      authentication.notificationUrl, authentication.wrongCodes, authentication.createdAt, authentication.expiresAt, authentication.usedAt,
    ],
  });
}

export type AuthenticationChange = Partial<Pick<Authentication, 'status' | 'checkoutId' | 'notificationUrl' | 'wrongCodes'>>;

/** Writes what changed of a locked authentication, and answers it as it is now. */
export async function writeAuthentication(tx: Ctx, before: Authentication, change: AuthenticationChange): Promise<Authentication> {
  const after = { ...before, ...change };
  invariant(before.status === after.status || mayMove(before.status, after.status), `an authentication that is ${before.status} does not become ${after.status}`);
  await tx.db.write({
    name: 'authentication.write',
    text: `update card_authentication set status = $2, checkout_id = $3, notification_url = $4, wrong_codes = $5, updated_at = $6 where id = $1`,
    values: [after.id, after.status, after.checkoutId, after.notificationUrl, after.wrongCodes, tx.clock.now()],
  });
  return after;
}

/** Takes an authentication for a payment of this checkout; false when another took it. */
export async function useAuthentication(tx: Ctx, { id, checkoutId }: { id: string; checkoutId: string }): Promise<boolean> {
  const rows = await tx.db.query<{ id: string }>({
    name: 'authentication.use',
    text: `update card_authentication set used_at = $3, checkout_id = $2, updated_at = $3 where id = $1 and used_at is null returning id`,
    values: [id, checkoutId, tx.clock.now()],
  });
  return rows.length === 1;
}

/** For tests alone (POST /testing/age): makes an authentication that much older. False when there is none of this id. */
export async function ageAuthentication(ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'authentication.age',
    text: `update card_authentication set created_at = created_at - $2::int * interval '1 second', updated_at = updated_at - $2::int * interval '1 second',
                  expires_at = expires_at - $2::int * interval '1 second' where id = $1 returning id`,
    values: [id, seconds],
  });
  return rows.length === 1;
}

/** Those that ended before `unusedBefore` and paid for nothing, and those that paid before `usedBefore`; at most `limit`. Answers how many. */
export async function deleteAuthentications(ctx: Ctx, query: { unusedBefore: Date; usedBefore: Date; limit: number }): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'authentication.delete-old',
    text: `delete from card_authentication where id in (
             select id from card_authentication where expires_at <= $1 and (used_at is null or used_at <= $2) order by expires_at limit $3 for update skip locked) returning id`,
    values: [query.unusedBefore, query.usedBefore, query.limit],
  });
  return rows.length;
}
