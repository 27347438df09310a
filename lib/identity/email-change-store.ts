import type { Db } from '@/lib/db';

type NewEmailChange = { hash: string; userId: string; before: string; after: string; now: Date; linkExpiresAt: Date; undoExpiresAt: Date };

/** A change that waits for its link, instead of any that waited before. The person must be locked. */
export async function insertEmailChange(db: Db, change: NewEmailChange): Promise<void> {
  await db.query({
    name: 'identity.replace_email_change',
    text: 'update email_change set ended_at = $2 where user_id = $1 and applied_at is null and ended_at is null',
    values: [change.userId, change.now],
  });
  await db.query({
    name: 'identity.insert_email_change',
    text: `insert into email_change (undo_hash, user_id, before_email, after_email, created_at, link_expires_at, undo_expires_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [change.hash, change.userId, change.before, change.after, change.now, change.linkExpiresAt, change.undoExpiresAt],
  });
}

/** The address that this person's passkey asked for and whose link is awaited. */
export async function findWaitingEmail(db: Db, query: { userId: string; now: Date }): Promise<string | null> {
  const [row] = await db.query<{ after_email: string }>({
    name: 'identity.waiting_email',
    text: 'select after_email from email_change where user_id = $1 and applied_at is null and ended_at is null and link_expires_at > $2',
    values: [query.userId, query.now],
  });
  return row?.after_email ?? null;
}

export async function markEmailChangeApplied(db: Db, change: { userId: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.apply_email_change',
    text: 'update email_change set applied_at = $2 where user_id = $1 and applied_at is null and ended_at is null',
    values: [change.userId, change.now],
  });
}

/** A change that the link to the old address may still undo. */
export async function findUndoableChange(db: Db, query: { hash: string; now: Date }): Promise<{ user_id: string; before_email: string } | undefined> {
  const [row] = await db.query<{ user_id: string; before_email: string }>({
    name: 'identity.undoable_email_change',
    text: 'select user_id, before_email from email_change where undo_hash = $1 and ended_at is null and undo_expires_at > $2',
    values: [query.hash, query.now],
  });
  return row;
}

/** Ends this change and every later one of the person. The person must be locked. */
export async function endEmailChanges(db: Db, change: { hash: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.end_email_changes',
    text: `update email_change later set ended_at = $2 from email_change undone
            where undone.undo_hash = $1 and later.user_id = undone.user_id and later.created_at >= undone.created_at and later.ended_at is null`,
    values: [change.hash, change.now],
  });
}
