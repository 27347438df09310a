import type { Db } from '@/lib/db';
import { deleteTickets } from './store';

export type OwnSessionRow = {
  id: string;
  previous_id: string | null;
  handle: string;
  method: string;
  device: string | null;
  client_network: string | null;
  created_at: Date;
  last_seen_at: Date | null;
};

/** The live sign-ins of a person that were seen last, at most 50. */
export async function listSessions(db: Db, query: { userId: string; now: Date }): Promise<OwnSessionRow[]> {
  return db.query<OwnSessionRow>({
    name: 'identity.list_sessions',
    text: `select id, previous_id, handle, method, device, client_network, created_at, last_seen_at from sign_in_session
            where user_id = $1 and ended_at is null and expires_at > $2 order by coalesce(last_seen_at, created_at) desc, id desc limit 50`,
    values: [query.userId, query.now],
  });
}

/** False when this person has no such session, or it ended before. */
export async function endSessionByHandle(db: Db, session: { userId: string; handle: string; now: Date }): Promise<boolean> {
  const rows = await db.query({
    name: 'identity.end_session_by_handle',
    text: 'update sign_in_session set ended_at = $3 where user_id = $1 and handle = $2 and ended_at is null returning id',
    values: [session.userId, session.handle, session.now],
  });
  return rows.length === 1;
}

/** Every sign-in of a person but one, and what could still become one. Answers how many sign-ins ended. */
export async function endOtherSessionRows(db: Db, keep: { userId: string; sessionId: string; now: Date }): Promise<number> {
  await deleteTickets(db, keep.userId);
  const rows = await db.query({
    name: 'identity.end_other_sessions',
    text: 'update sign_in_session set ended_at = $3 where user_id = $1 and id <> $2 and ended_at is null returning id',
    values: [keep.userId, keep.sessionId, keep.now],
  });
  return rows.length;
}

/** Once for `seenBefore`, of however many requests that see it at the same moment. */
export async function touchSession(db: Db, seen: { sessionId: string; now: Date; seenBefore: Date }): Promise<void> {
  await db.write({
    name: 'identity.touch_session',
    text: 'update sign_in_session set last_seen_at = $2 where id = $1 and (last_seen_at is null or last_seen_at < $3)',
    values: [seen.sessionId, seen.now, seen.seenBefore],
  });
}
