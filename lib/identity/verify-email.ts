import { isUniqueViolation } from '@/lib/db';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { applyEmailChange } from './apply-email-change';
import { followVerification, insertEmailVerification, isVerificationOpen, lockUser, markEmailVerified } from './store';

/** How long a link proves its address. */
export const LINK_SECONDS = 24 * 60 * 60;

/** Promises, in the transaction under way, a mail whose link proves that its reader has this address. */
export async function requestEmailVerification(
  ctx: Ctx,
  owner: { userId: string; tenantId: string; email: string; displayName: string },
): Promise<void> {
  const token = randomToken('ev_');
  const expiresAt = addSeconds(ctx.clock.now(), LINK_SECONDS);
  await insertEmailVerification(ctx.db, { hash: sha256Hex(token), userId: owner.userId, email: owner.email, expiresAt });
  const link = new URL('/api/account/verify-email', ctx.settings.publicOrigin);
  link.searchParams.set('token', token);
  const text = [
    owner.displayName === '' ? 'Hello,' : `Hello ${owner.displayName},`,
    'please confirm that this is your address by opening this link within a day:',
    link.href,
    'If you did not ask for this at Countersign, do nothing: the link then proves nothing.',
  ].join('\n\n');
  const payload = { recipient: owner.email, subject: 'Confirm your email address', text };
  await emit(ctx, { topic: 'mail.send', aggregateId: owner.userId, tenantId: owner.tenantId, payload });
}

/**
 * Marks an address as verified, and makes one the owner's that their passkey asked for, when its link is opened by the person it was sent
 * about, signed in: then who reads the mail and who holds the credentials are one. `sign_in_first` for anyone else: a stranger who signed up with somebody's address must not become its owner by
 * that somebody's click. The address's true reader gets rid of the stranger by a recovery, which purges what was never verified.
 * Following the same link twice succeeds twice.
 */
export async function verifyEmail(
  ctx: Ctx,
  command: { token: string; userId: string | null },
): Promise<Result<{ userId: string }, { readonly code: 'invalid_token' | 'sign_in_first' }>> {
  const hash = sha256Hex(command.token);
  const now = ctx.clock.now();
  if (!(await isVerificationOpen(ctx.db, hash, now))) return err({ code: 'invalid_token' });
  const { userId } = command;
  if (userId === null) return err({ code: 'sign_in_first' });
  return inTransaction<Ctx, Result<{ userId: string }, { readonly code: 'sign_in_first' | 'invalid_token' }>>(ctx, async (tx) => {
    await lockUser(tx.db, userId);
    const email = await followVerification(tx.db, { hash, userId, now });
    if (email === undefined) return err({ code: 'sign_in_first' });
    const isTheirs = (await markEmailVerified(tx.db, { userId, email, now })) || (await applyEmailChange(tx, { userId, email }));
    return isTheirs ? ok({ userId }) : err({ code: 'invalid_token' });
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) return err({ code: 'invalid_token' }); // somebody signed up with the address in this moment
    throw error;
  });
}
