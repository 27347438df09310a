import { requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { findOwner } from './recovery';
import { tellOwner } from './recovery-mail';
import { endOtherSessionRows } from './session-store';
import { deletePasskey, listPasskeyDates, lockUser, type PasskeyDatesRow } from './store';

type Removal = { readonly userId: string; readonly walletId: string; readonly passkeyId: string };

export type RemovePasskeyError = { readonly code: 'passkey_not_found' | 'last_passkey' };

const subjectOf = ({ walletId, passkeyId }: Removal) => ({ walletId, subject: `passkey_removal:${passkeyId}`, notBy: passkeyId });

/** Asks a passkey that stays whether another shall go. Never the last one: without it nobody could approve, or add another. */
export const removePasskey = (ctx: Ctx, command: Removal): Promise<Result<ConfirmationRequest, RemovePasskeyError>> =>
  inTransaction<Ctx, Result<ConfirmationRequest, RemovePasskeyError>>(ctx, async (tx) => {
    const found = await lockRemovable(tx, command);
    if (!found.ok) return found;
    const { id, label, created_at: createdAt } = found.value;
    const signed = { type: 'passkey_removal', passkey: { id, label, addedAt: createdAt.toISOString() } };
    return ok(await requestConfirmation(tx, { ...subjectOf(command), signed, after: null }));
  });

/**
 * Removes the passkey, once one that stays has signed that. Whoever lost its device may be signed in there too, so every sign-in but this
 * one ends; the owner is told by mail.
 */
export const confirmPasskeyRemoval = (
  ctx: Ctx,
  command: Removal & { sessionId: string; assertion: unknown },
): Promise<Result<null, RemovePasskeyError | ConfirmationError>> =>
  inTransaction<Ctx, Result<null, RemovePasskeyError | ConfirmationError>>(ctx, async (tx) => {
    const found = await lockRemovable(tx, command);
    if (!found.ok) return found;
    const taken = await takeConfirmed(tx, { ...subjectOf(command), assertion: command.assertion });
    if (!taken.ok) return taken;
    const { userId, sessionId, passkeyId } = command;
    await deletePasskey(tx.db, { id: passkeyId, userId });
    await endOtherSessionRows(tx.db, { userId, sessionId, now: tx.clock.now() });
    await record(tx, { of: { userId }, kind: 'passkey.removed', actor: 'owner', subject: passkeyId });
    await tellRemoved(tx, userId, found.value.label);
    return ok(null);
  });

/** With the person locked, of two removals at the same moment the second sees what the first left. */
async function lockRemovable(tx: Ctx, { userId, passkeyId }: Removal): Promise<Result<PasskeyDatesRow, RemovePasskeyError>> {
  await lockUser(tx.db, userId);
  const passkeys = await listPasskeyDates(tx.db, userId);
  const passkey = passkeys.find(({ id }) => id === passkeyId);
  if (!passkey) return err({ code: 'passkey_not_found' });
  return passkeys.length > 1 ? ok(passkey) : err({ code: 'last_passkey' });
}

async function tellRemoved(tx: Ctx, userId: string, label: string): Promise<void> {
  const owner = await findOwner(tx, userId);
  if (!owner) return;
  await tellOwner(tx, owner, 'A passkey was removed', [
    `Hello ${owner.display_name},`,
    `the passkey \u201c${label}\u201d was removed from your wallet, confirmed by another of your passkeys. Every other sign-in ended.`,
    `If this was not you, recover your passkeys now: ${new URL('/recover', tx.settings.publicOrigin).href}`,
  ]);
}
