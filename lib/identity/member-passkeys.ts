import { newUuid } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { beginAnotherPasskey, finishPasskey, openFirst } from './enrol-passkey';
import { endOtherSessionRows } from './session-store';
import { deletePasskey, findUser, findUserIdByEmail, findWalletIdOfUser, listPasskeysOfUser, lockUser, readSecondStep, removeSignInMeans, writeSecondStep } from './store';
import type { Ceremony } from './types';

// Passkeys of people who hold no wallet: they sign in with them, and sign nothing else.

/** What is done first: a passkey is made, or one that there is allows another. */
export type MemberEnrolment = Ceremony & { readonly step: 'create' | 'allow' };

/** `has_wallet`: a wallet's passkeys are kept there, under its own rules. */
type HasWallet = { readonly code: 'has_wallet' };

/** Begins another passkey: the first is made at once, which is for who has just signed in; any other is allowed by one that there is. */
export async function beginMemberPasskey(ctx: Ctx, { userId }: { userId: string }): Promise<Result<MemberEnrolment, HasWallet>> {
  if ((await findWalletIdOfUser(ctx.db, userId)) !== null) return err({ code: 'has_wallet' });
  const another = await beginAnotherPasskey(ctx, { userId });
  return ok(another.ok ? { ...another.value, step: 'allow' } : { ...(await openFirst(ctx, userId)), step: 'create' });
}

/** The passkey has been made: it signs in from here on. Its person is told by mail, if and only if it is kept. */
export const finishMemberPasskey = (ctx: Ctx, command: Parameters<typeof finishPasskey>[1]): ReturnType<typeof finishPasskey> =>
  finishPasskey(ctx, command, (tx, passkeyId) => tellByMail(tx, command.userId, passkeyId, 'A passkey was added', 'A passkey signs you in to your store from now on.'));

export type RemoveMemberPasskeyError = HasWallet | { readonly code: 'passkey_not_found' | 'last_passkey' };

/** Takes a passkey away; every other sign-in ends. Not the last one while a passkey is asked at each sign-in. */
export const removeMemberPasskey = (ctx: Ctx, { userId, passkeyId, sessionId }: { userId: string; passkeyId: string; sessionId: string }): Promise<Result<null, RemoveMemberPasskeyError>> =>
  inTransaction<Ctx, Result<null, RemoveMemberPasskeyError>>(ctx, async (tx) => {
    await lockUser(tx.db, userId);
    if ((await findWalletIdOfUser(tx.db, userId)) !== null) return err({ code: 'has_wallet' });
    const passkeys = await listPasskeysOfUser(tx.db, userId);
    if (!passkeys.some(({ id }) => id === passkeyId)) return err({ code: 'passkey_not_found' });
    if (passkeys.length === 1 && (await readSecondStep(tx.db, userId))) return err({ code: 'last_passkey' });
    await deletePasskey(tx.db, { id: passkeyId, userId });
    await endOtherSessionRows(tx.db, { userId, sessionId, now: tx.clock.now() });
    await tellByMail(tx, userId, passkeyId, 'A passkey was removed', 'A passkey does not sign you in to your store any more. Every other sign-in ended.');
    return ok(null);
  });

export type RemoveLostPasskeysError = HasWallet | { readonly code: 'person_not_found' | 'nothing_to_remove' };

/**
 * Every passkey of a person who lost them all, whoever may hold them now: none is asked at the next sign-in, which is by password or a mailed link, and
 * every sign-in ends. The person is told by mail. For an operator who knows who asked.
 */
export const removeLostPasskeys = (ctx: Ctx, { email }: { email: string }): Promise<Result<{ userId: string }, RemoveLostPasskeysError>> =>
  inTransaction<Ctx, Result<{ userId: string }, RemoveLostPasskeysError>>(ctx, async (tx) => {
    const userId = await findUserIdByEmail(tx.db, email);
    if (userId === null) return err({ code: 'person_not_found' });
    await lockUser(tx.db, userId);
    if ((await findWalletIdOfUser(tx.db, userId)) !== null) return err({ code: 'has_wallet' });
    if ((await listPasskeysOfUser(tx.db, userId)).length === 0 && !(await readSecondStep(tx.db, userId))) return err({ code: 'nothing_to_remove' });
    await writeSecondStep(tx.db, { userId, on: false });
    await removeSignInMeans(tx.db, userId, tx.clock.now());
    await tellByMail(tx, userId, `lost-${newUuid()}`, 'Your passkeys were removed', 'An operator removed all your passkeys, because they were said to be lost. Sign in with your password or a mailed link, and add new ones.');
    return ok({ userId });
  });

async function tellByMail(tx: Ctx, userId: string, passkeyId: string, subject: string, sentence: string): Promise<void> {
  const person = await findUser(tx.db, userId);
  if (!person) return;
  const link = (path: string): string => `${tx.settings.publicOrigin}${path}`;
  const text = [sentence, '', `If this was not you, set another password at once: ${link('/sign-in/store')}`, `and look at your passkeys: ${link('/dashboard/sessions')}`].join('\n');
  await emit(tx, { topic: 'mail.send', aggregateId: `passkey:${passkeyId}`, tenantId: userId, payload: { recipient: person.email, subject, text } });
}
