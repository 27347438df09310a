import { decodeJson, encodeJson } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import type { Subject } from './types';

export type Waiting<T> = { readonly id: string; readonly challenge: string; readonly content: object; readonly after: T; readonly expiresAt: Date };

export async function insertWaiting(
  ctx: Ctx,
  waiting: Subject & { id: string; content: object; after: unknown; challenge: string; expiresAt: Date },
): Promise<void> {
  await ctx.db.query({
    name: 'confirmation.insert',
    text: `insert into owner_confirmation (id, wallet_id, subject, content, after, challenge, status, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8)`,
    values: [
      waiting.id, waiting.walletId, waiting.subject, JSON.stringify(waiting.content), encodeJson(waiting.after), waiting.challenge, ctx.clock.now(),
      waiting.expiresAt,
    ],
  });
}

export async function lockWaiting<T>(ctx: Ctx, { walletId, subject }: Subject): Promise<Waiting<T> | null> {
  const [row] = await ctx.db.query<{ id: string; challenge: string; content: object; after: unknown; expires_at: Date }>({
    name: 'confirmation.lock',
    text: `select id, challenge, content, after, expires_at from owner_confirmation where wallet_id = $1 and subject = $2 and status = 'waiting' for update`,
    values: [walletId, subject],
  });
  return row ? { id: row.id, challenge: row.challenge, content: row.content, after: decodeJson<T>(row.after), expiresAt: row.expires_at } : null;
}

export async function writeConfirmed(ctx: Ctx, confirmed: { id: string; evidence: object }): Promise<void> {
  await ctx.db.query({
    name: 'confirmation.confirm',
    text: `update owner_confirmation set status = 'confirmed', evidence = $2, decided_at = $3 where id = $1 and status = 'waiting'`,
    values: [confirmed.id, JSON.stringify(confirmed.evidence), ctx.clock.now()],
  });
}

export async function drop(ctx: Ctx, { walletId, subject }: Subject): Promise<void> {
  await ctx.db.query({
    name: 'confirmation.drop',
    text: `update owner_confirmation set status = 'dropped', decided_at = $3 where wallet_id = $1 and subject = $2 and status = 'waiting'`,
    values: [walletId, subject, ctx.clock.now()],
  });
}
