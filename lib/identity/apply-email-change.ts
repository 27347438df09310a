import { type Ctx, record } from '@/lib/ports';
import { findWaitingEmail, markEmailChangeApplied } from './email-change-store';
import { deleteUnstartedRecoveries, emailIsTaken, writeEmail } from './store';

/**
 * The reader of an address proved it, signed in: it becomes the owner's, if their passkey asked for it and nobody took it meanwhile. Links
 * that were mailed to the old address and started no recovery yet start none any more. In the caller's transaction, the person locked.
 */
export async function applyEmailChange(tx: Ctx, { userId, email }: { userId: string; email: string }): Promise<boolean> {
  const now = tx.clock.now();
  if ((await findWaitingEmail(tx.db, { userId, now })) !== email) return false;
  if (await emailIsTaken(tx.db, { email, userId, now })) return false;
  await writeEmail(tx.db, { userId, email, now });
  await markEmailChangeApplied(tx.db, { userId, now });
  await record(tx, { of: { userId }, kind: 'email.changed', actor: 'owner' });
  await deleteUnstartedRecoveries(tx.db, userId);
  return true;
}
