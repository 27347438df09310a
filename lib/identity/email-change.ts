import { requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { normalizeEmail } from './email';
import { endEmailChanges, findUndoableChange, insertEmailChange } from './email-change-store';
import { findOwner } from './recovery';
import { tellOwner } from './recovery-mail';
import { emailIsTaken, endAllSessionRows, endRecoveryRow, lockUser, type RecoverableRow, writeEmail } from './store';
import { throttle } from './throttle';
import type { InvalidField, RateLimited } from './types';
import { LINK_SECONDS, requestEmailVerification } from './verify-email';

const SUBJECT = 'email';
/** How long the reader of the old address may take a change back, once it may have been made. */
const UNDO_SECONDS = 7 * 24 * 60 * 60;
/** Each change that is confirmed sends mail to an address that its owner did not give us. */
const CHANGES = { points: 5, seconds: 60 * 60 };

type Person = { readonly userId: string; readonly walletId: string };
type Confirmed = { readonly email: string };

/** Asks the owner's passkey for another address. Whether somebody has that address is not told, here or later. */
export const changeEmail = (ctx: Ctx, command: Person & { email: string }): Promise<Result<ConfirmationRequest, InvalidField<'email'>>> =>
  inTransaction<Ctx, Result<ConfirmationRequest, InvalidField<'email'>>>(ctx, async (tx) => {
    const { userId, walletId } = command;
    const email = normalizeEmail(command.email);
    if (email === null) return err({ code: 'invalid_field', field: 'email', message: 'is not an email address' });
    await lockUser(tx.db, userId);
    const owner = await findOwner(tx, userId);
    if (owner?.email === email) return err({ code: 'invalid_field', field: 'email', message: 'is your address already' });
    const signed = { type: SUBJECT, before: owner?.email ?? '', after: email };
    return ok(await requestConfirmation(tx, { walletId, subject: SUBJECT, signed, after: { email } satisfies Confirmed }));
  });

/**
 * The passkey asked for it: a link goes to the new address and, where the old one was verified, word of it with a way back to the old one.
 * Nothing changes before the link is opened, signed in, within a day (verifyEmail). To an address that somebody has, word goes instead.
 */
export async function confirmEmailChange(
  ctx: Ctx,
  command: Person & { assertion: unknown },
): Promise<Result<null, ConfirmationError | RateLimited>> {
  const { userId, walletId, assertion } = command;
  const allowed = await throttle(ctx, { what: 'email-change', by: userId, budget: CHANGES });
  if (!allowed.ok) return allowed;
  return inTransaction<Ctx, Result<null, ConfirmationError | RateLimited>>(ctx, async (tx) => {
    await lockUser(tx.db, userId);
    const taken = await takeConfirmed<Confirmed>(tx, { walletId, subject: SUBJECT, assertion });
    if (!taken.ok) return taken;
    const owner = await findOwner(tx, userId);
    if (!owner) return err({ code: 'nothing_to_confirm' });
    const { email } = taken.value.after;
    const now = tx.clock.now();
    const token = randomToken('eu_');
    const linkExpiresAt = addSeconds(now, LINK_SECONDS);
    const undoExpiresAt = addSeconds(linkExpiresAt, UNDO_SECONDS);
    await insertEmailChange(tx.db, { hash: sha256Hex(token), userId, before: owner.email, after: email, now, linkExpiresAt, undoExpiresAt });
    if (await emailIsTaken(tx.db, { email, userId, now })) await tellHolder(tx, owner, email);
    else await requestEmailVerification(tx, { userId, tenantId: walletId, email, displayName: owner.display_name });
    if (owner.email_verified) await tellOldAddress(tx, owner, { token, undoExpiresAt });
    return ok(null);
  });
}

/**
 * The reader of the old address says that it was not them: the address is theirs again, whatever was changed since, and as somebody with a
 * passkey did it, every sign-in ends, agents are paused, and a recovery under way is cancelled.
 */
export const undoEmailChange = (ctx: Ctx, command: { token: string }): Promise<Result<null, { readonly code: 'invalid_token' }>> =>
  inTransaction<Ctx, Result<null, { readonly code: 'invalid_token' }>>(ctx, async (tx) => {
    const now = tx.clock.now();
    const hash = sha256Hex(command.token);
    const seen = await findUndoableChange(tx.db, { hash, now });
    if (!seen) return err({ code: 'invalid_token' });
    const userId = seen.user_id;
    await lockUser(tx.db, userId);
    const [change, owner] = [await findUndoableChange(tx.db, { hash, now }), await findOwner(tx, userId)];
    if (!change || !owner) return err({ code: 'invalid_token' });
    // Agents come before passkeys: approving locks them in this order.
    await tx.ports.walletFreeze.freeze(tx, owner.wallet_id);
    await endEmailChanges(tx.db, { hash, now });
    await writeEmail(tx.db, { userId, email: change.before_email, now });
    await endRecoveryRow(tx.db, { userId, outcome: 'cancelled', now });
    await endAllSessionRows(tx.db, userId, now);
    await record(tx, { of: { userId }, kind: 'email.change_undone', actor: 'owner' });
    for (const email of new Set([change.before_email, owner.email])) await tellUndone(tx, { ...owner, email });
    return ok(null);
  });

const tellOldAddress = (tx: Ctx, owner: RecoverableRow, undo: { token: string; undoExpiresAt: Date }): Promise<void> =>
  tellOwner(tx, owner, 'Your email address is being changed', [
    `Hello ${owner.display_name},`,
    'a passkey of your wallet asked for another email address. It takes the place of this one as soon as its reader confirms it.',
    `If this was not you, open this link by ${undo.undoExpiresAt.toISOString()}: this address stays, everyone is signed out, and your agents are paused.`,
    new URL(`/undo-email#${undo.token}`, tx.settings.publicOrigin).href,
  ]);

const tellHolder = (tx: Ctx, owner: RecoverableRow, email: string): Promise<void> =>
  tellOwner(tx, { ...owner, email }, 'Your email address is in use already', [
    'Somebody asked to use this address for another wallet at Countersign. You have an account with it, so nothing was changed.',
    'If it was you, sign in with this address, or change it there first.',
  ]);

const tellUndone = (tx: Ctx, owner: RecoverableRow): Promise<void> =>
  tellOwner(tx, owner, 'The change of your email address was undone', [
    `Hello ${owner.display_name},`,
    'the address from before is your wallet\u2019s again. Everyone was signed out, and your agents are paused until you resume them.',
    'The change had been asked for with one of your passkeys. Sign in and remove those that you do not know:',
    new URL('/wallet/security', tx.settings.publicOrigin).href,
  ]);
