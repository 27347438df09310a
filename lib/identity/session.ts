import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { addressNetwork } from './throttle';
import { endOtherSessionRows, endSessionByHandle, touchSession } from './session-store';
import { type Ctx, inTransaction, record } from '@/lib/ports';
import { endSessionRow, findLiveSession, findRotatedSession, findSessionStart, insertSession, rotateSessionRow } from './store';
import type { SignedIn, SignInMethod } from './types';

export const SESSION_SECONDS = 30 * 24 * 60 * 60;
/** A page that was being read while the id changed is read to its end. */
const ROTATION_GRACE_SECONDS = 5;
/** When a session was last seen is told this exactly: a request costs no write. */
const SEEN_SECONDS = 5 * 60;

/** Where a sign-in comes from: the browser and system as they say, the address. */
export type SignInOrigin = { readonly device?: string | null; readonly clientAddress: string };

/**
 * A new session, under a new id. The one that the browser came with, if any, ends: an id that was planted before the sign-in is worth
 * nothing after it.
 */
export const startSession = (
  ctx: Ctx,
  grant: { userId: string; method: SignInMethod; replaces: string | null } & SignInOrigin,
): Promise<{ userId: string; sessionId: string }> =>
  inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const sessionId = newId('session', now.getTime());
    const { userId, method, device = null, clientAddress } = grant;
    const clientNetwork = addressNetwork(clientAddress);
    await insertSession(tx.db, { id: sessionId, userId, method, device, clientNetwork, now, expiresAt: addSeconds(now, SESSION_SECONDS) });
    if (grant.replaces !== null) await endSessionRow(tx.db, grant.replaces, now);
    await record(tx, { of: { userId }, kind: 'sign_in', actor: 'owner', detail: { method } });
    return { userId, sessionId };
  });

/**
 * The same sign-in under a new id, until the same day: after a passkey was used, an id that someone copied before is worth nothing. Null
 * when nobody is signed in by this id, which is also so for all but the first of several that rotate at once (rules.md, "A sign-in's
 * session"; ADR 0017).
 */
export async function rotateSession(ctx: Ctx, sessionId: string): Promise<{ sessionId: string; expiresAt: Date } | null> {
  const now = ctx.clock.now();
  const rotated = newId('session', now.getTime());
  const expiresAt = await rotateSessionRow(ctx.db, { id: sessionId, newId: rotated, now });
  return expiresAt === undefined ? null : { sessionId: rotated, expiresAt };
}

/** Ends a sign-in everywhere, from the next request on. */
export const endSession = (ctx: Ctx, sessionId: string): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const userId = await endSessionRow(tx.db, sessionId, tx.clock.now());
    if (userId !== undefined) await record(tx, { of: { userId }, kind: 'sign_out', actor: 'owner' });
  });

/** Ends one of this person's sign-ins, by the name that its owner sees. Ended twice, it is `session_not_found`, as another person's is. */
export const endOwnSession = (ctx: Ctx, command: { userId: string; handle: string }): Promise<Result<null, { readonly code: 'session_not_found' }>> =>
  inTransaction<Ctx, Result<null, { readonly code: 'session_not_found' }>>(ctx, async (tx) => {
    if (!(await endSessionByHandle(tx.db, { ...command, now: tx.clock.now() }))) return err({ code: 'session_not_found' });
    await recordEnded(tx, command.userId, 1);
    return ok(null);
  });

/** Ends every sign-in of this person but the one that asks. Answers how many there were. */
export const endOtherSessions = (ctx: Ctx, command: { userId: string; sessionId: string }): Promise<number> =>
  inTransaction(ctx, async (tx) => {
    const count = await endOtherSessionRows(tx.db, { ...command, now: tx.clock.now() });
    if (count > 0) await recordEnded(tx, command.userId, count);
    return count;
  });

const recordEnded = (tx: Ctx, userId: string, count: number): Promise<void> => record(tx, { of: { userId }, kind: 'sessions.ended', actor: 'owner', detail: { count } });

/**
 * Who holds this session, or null when it is unknown, ended or 30 days old. Never remembered: a sign-out holds at once in every process.
 * The id before the last rotation is good for five seconds more to `read`, and for nothing to `write`.
 */
export async function findSession(ctx: Ctx, sessionId: string, use: 'read' | 'write' = 'write'): Promise<SignedIn | null> {
  const now = ctx.clock.now();
  const current = await findLiveSession(ctx.db, sessionId, now);
  const row = current ?? (use === 'read' ? await findRotatedSession(ctx.db, sessionId, { now, since: addSeconds(now, -ROTATION_GRACE_SECONDS) }) : undefined);
  if (!row) return null;
  const seenBefore = addSeconds(now, -SEEN_SECONDS);
  if (current && (row.last_seen_at === null || row.last_seen_at < seenBefore)) await touchSession(ctx.db, { sessionId, now, seenBefore });
  const membership = row.merchant_id !== null && row.role !== null ? { merchantId: row.merchant_id, role: row.role } : null;
  return { sessionId, userId: row.user_id, displayName: row.display_name, uiLocale: row.ui_locale, walletId: row.wallet_id, membership };
}

/** Whether a session began with a sign-in, by password or passkey, within so many seconds. */
export async function isRecentSignIn(ctx: Ctx, query: { sessionId: string; withinSeconds: number }): Promise<boolean> {
  const startedAt = await findSessionStart(ctx.db, query.sessionId);
  return startedAt !== null && startedAt > addSeconds(ctx.clock.now(), -query.withinSeconds);
}
