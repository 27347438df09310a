import type { Ctx } from '@/lib/ports';
import { findWaitingEmail } from './email-change-store';
import { findOwner, findRecovery, type Recovery } from './recovery';
import { listSessions, type OwnSessionRow } from './session-store';
import { listPasskeyDates, type PasskeyDatesRow } from './store';

export type PasskeyView = {
  readonly id: string;
  readonly label: string;
  /** May be copied to the owner's other devices; null where that was not kept. */
  readonly syncable: boolean | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

export type SessionView = {
  readonly handle: string;
  /** Browser and system, as they said. */
  readonly device: string | null;
  readonly clientNetwork: string | null;
  readonly method: string;
  readonly createdAt: Date;
  /** Five minutes exact. */
  readonly lastSeenAt: Date;
  /** The one that asks. */
  readonly isThis: boolean;
};

/** What an owner sees of their own credentials: passkeys, oldest first, sign-ins, last seen first, the address, and the recovery under way. */
export type SecurityView = {
  readonly passkeys: readonly PasskeyView[];
  readonly sessions: readonly SessionView[];
  readonly email: string;
  readonly emailVerified: boolean;
  /** Asked for, and not confirmed by its reader yet. */
  readonly waitingEmail: string | null;
  readonly recovery: Recovery | null;
};

/** The credentials of this person, who asks in this session. */
export async function loadSecurityView(ctx: Ctx, { userId, sessionId }: { userId: string; sessionId: string }): Promise<SecurityView> {
  const now = ctx.clock.now();
  const [owner, waitingEmail, passkeys, sessions, recovery] = await Promise.all([
    findOwner(ctx, userId),
    findWaitingEmail(ctx.db, { userId, now }),
    listPasskeyDates(ctx.db, userId),
    listSessions(ctx.db, { userId, now }),
    findRecovery(ctx, userId),
  ]);
  const address = { email: owner?.email ?? '', emailVerified: owner?.email_verified ?? false, waitingEmail };
  return { ...address, recovery, passkeys: passkeys.map(toPasskey), sessions: sessions.map((row) => toSession(row, sessionId)) };
}

const toPasskey = (row: PasskeyDatesRow): PasskeyView => ({
  id: row.id, label: row.label, syncable: row.syncable, createdAt: row.created_at, lastUsedAt: row.last_used_at,
});

/** A page may still be read under the id that a passkey's use has just replaced. */
const toSession = (row: OwnSessionRow, sessionId: string): SessionView => ({
  handle: row.handle, device: row.device, clientNetwork: row.client_network, method: row.method, createdAt: row.created_at,
  lastSeenAt: row.last_seen_at ?? row.created_at, isThis: row.id === sessionId || row.previous_id === sessionId,
});
