import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { endSessionRow, findLiveSession, findSessionStart, insertSession } from './store';
import type { SignedIn, SignInMethod } from './types';

export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/**
 * A new session, under a new id. The one that the browser came with, if any, ends: an id that was planted before the sign-in is worth
 * nothing after it.
 */
export async function startSession(
  ctx: Ctx,
  grant: { userId: string; method: SignInMethod; replaces: string | null },
): Promise<{ userId: string; sessionId: string }> {
  const now = ctx.clock.now();
  const sessionId = newId('session', now.getTime());
  await insertSession(ctx.db, { id: sessionId, userId: grant.userId, method: grant.method, now, expiresAt: addSeconds(now, SESSION_SECONDS) });
  if (grant.replaces !== null) await endSessionRow(ctx.db, grant.replaces, now);
  return { userId: grant.userId, sessionId };
}

/** Ends a sign-in everywhere, from the next request on. */
export const endSession = (ctx: Ctx, sessionId: string): Promise<void> => endSessionRow(ctx.db, sessionId, ctx.clock.now());

/** Who holds this session, or null when it is unknown, ended or 30 days old. Never remembered: a sign-out holds at once in every process. */
export async function findSession(ctx: Ctx, sessionId: string): Promise<SignedIn | null> {
  const row = await findLiveSession(ctx.db, sessionId, ctx.clock.now());
  if (!row) return null;
  const membership = row.merchant_id !== null && row.role !== null ? { merchantId: row.merchant_id, role: row.role } : null;
  return { sessionId, userId: row.user_id, displayName: row.display_name, walletId: row.wallet_id, membership };
}

/** Whether a session began with a sign-in, by password or passkey, within so many seconds. */
export async function isRecentSignIn(ctx: Ctx, query: { sessionId: string; withinSeconds: number }): Promise<boolean> {
  const startedAt = await findSessionStart(ctx.db, query.sessionId);
  return startedAt !== null && startedAt > addSeconds(ctx.clock.now(), -query.withinSeconds);
}
