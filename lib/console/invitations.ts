import {
  addMember, addPerson, choosePassword, findPerson, findPersonOf, normalizeEmail, proveAddress, setPassword, throttle, throttleAccount, throttleMailChallenge, toDisplayName,
  verifyPassword, type InvalidField, type MemberRole, type Person, type RateLimited,
} from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { newId, randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { getMerchant } from '@/lib/merchant';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { enter, type Origin } from './enter';
import { deleteExpiredInvitationRows, deleteInvitation, findInvitationRow, findMembershipOf, listInvitationRows, lockMerchant, putInvitation, takeInvitationRow } from './store';
import type { Entrance, Invitation } from './types';

const INVITATION_SECONDS = 7 * 24 * 60 * 60;
const KEPT_SECONDS = 7 * 24 * 60 * 60;
/** Each mails someone who did not ask for it. */
const INVITATIONS = { points: 30, seconds: 60 * 60 };

export type InviteError = InvalidField<'email'> | RateLimited | { readonly code: 'email_unverified' | 'already_member' };

/**
 * Asks someone by mail to work at the merchant; another invitation to the same address takes the place of the first. Answers the link's
 * token, which is for the mail alone. `email_unverified`: whoever invites has not proved their own address, and might be somebody else.
 */
export async function inviteStaff(
  ctx: Ctx,
  command: { merchantId: string; userId: string; email: string; role: MemberRole },
): Promise<Result<{ invitation: Invitation; token: string }, InviteError>> {
  const email = normalizeEmail(command.email);
  if (email === null) return err({ code: 'invalid_field', field: 'email', message: 'is not an email address' });
  const { merchantId, userId, role } = command;
  const allowed = await throttle(ctx, { what: 'invitation', by: merchantId, budget: INVITATIONS });
  if (!allowed.ok) return allowed;
  const inviter = await findPerson(ctx, userId);
  if (!inviter?.emailVerified) return err({ code: 'email_unverified' });
  return inTransaction<Ctx, Result<{ invitation: Invitation; token: string }, InviteError>>(ctx, async (tx) => {
    const invited = await findPersonOf(tx, email);
    if (invited && (await findMembershipOf(tx, invited.userId))?.merchantId === merchantId) return err({ code: 'already_member' });
    const [token, now] = [randomToken('iv_'), tx.clock.now()];
    const invitation = { id: newId('invitation', now.getTime()), email, role, createdAt: now, expiresAt: addSeconds(now, INVITATION_SECONDS) };
    await putInvitation(tx, { ...invitation, merchantId, tokenHash: sha256Hex(token), invitedBy: userId });
    await mailInvitation(tx, { merchantId, email, role, token, inviter });
    return ok({ invitation, token });
  });
}

async function mailInvitation(tx: Ctx, { merchantId, email, role, token, inviter }: { merchantId: string; email: string; role: MemberRole; token: string; inviter: Person }): Promise<void> {
  const { name } = await getMerchant(tx, merchantId);
  const store = name === '' ? 'their store' : name;
  const text = [
    'Hello,',
    `${inviter.displayName || inviter.email} asks you to work at ${store} as ${role}. To accept, open this link within a week:`,
    new URL(`/invite/${token}`, tx.settings.publicOrigin).href,
    'It works once. If you do not know them, do nothing.',
  ].join('\n\n');
  await emit(tx, { topic: 'mail.send', aggregateId: merchantId, tenantId: merchantId, payload: { recipient: email, subject: `Work at ${store}`, text } });
}

/** Invitations that nobody has accepted yet, the newest first. */
export const listInvitations = (ctx: Ctx, merchantId: string): Promise<Invitation[]> => listInvitationRows(ctx, merchantId);

/** Takes an invitation back. `not_found` for another merchant's too. */
export async function revokeInvitation(ctx: Ctx, command: { merchantId: string; id: string }): Promise<Result<null, { readonly code: 'not_found' }>> {
  return (await deleteInvitation(ctx, command)) ? ok(null) : err({ code: 'not_found' });
}

/** What the page of an invitation says before it is accepted. */
export type InvitationView = {
  readonly merchantName: string;
  readonly email: string;
  readonly role: MemberRole;
  /** There is an account with a password: that password accepts. Else a new one is chosen. */
  readonly hasAccount: boolean;
};

/** Null when the link is unknown, used, taken back or expired. */
export async function loadInvitation(ctx: Ctx, token: string): Promise<InvitationView | null> {
  const invitation = await findInvitationRow(ctx, sha256Hex(token));
  if (!invitation) return null;
  const [{ name, handle }, person] = await Promise.all([getMerchant(ctx, invitation.merchantId), findPersonOf(ctx, invitation.email)]);
  return { merchantName: name || handle, email: invitation.email, role: invitation.role, hasAccount: isTheirs(person) };
}

/** An account that nobody proved or that has no password is its mail's reader's to take over; one with a wallet never is. */
const isTheirs = (person: Person | null): boolean => person !== null && (person.walletId !== null || (person.emailVerified && person.hasPassword));

export type AcceptError =
  | InvalidField<'password' | 'displayName'>
  | RateLimited
  | { readonly code: 'invalid_challenge' | 'invalid_credentials' | 'works_elsewhere' };

/** Ends the transaction with the refusal: the invitation is not used up by it. */
class Refused extends Error {
  constructor(readonly refusal: AcceptError) {
    super(refusal.code);
  }
}

/**
 * The link of the mail and a password make someone a member, once, and sign them in. Who has an account gives its password, and keeps their
 * name; anyone else chooses both. `works_elsewhere`: one account works at one merchant.
 */
export async function acceptInvitation(
  ctx: Ctx,
  command: { token: string; displayName: string; password: string; origin: Origin },
): Promise<Result<Entrance, AcceptError>> {
  const { clientAddress } = command.origin;
  const allowed = await throttleMailChallenge(ctx, clientAddress);
  if (!allowed.ok) return allowed;
  const invitation = await findInvitationRow(ctx, sha256Hex(command.token));
  if (!invitation) return err({ code: 'invalid_challenge' });
  const known = await findPersonOf(ctx, invitation.email);
  const proof = isTheirs(known) ? await proveOwnPassword(ctx, { email: invitation.email, password: command.password, clientAddress }) : await chooseBoth(command);
  if (!proof.ok) return proof;
  try {
    return await inTransaction(ctx, async (tx) => {
      const taken = await takeInvitationRow(tx, sha256Hex(command.token));
      if (!taken) throw new Refused({ code: 'invalid_challenge' });
      await lockMerchant(tx, taken.merchantId);
      const userId = await becomePerson(tx, taken.email, proof.value);
      const membership = await findMembershipOf(tx, userId);
      if (membership && membership.merchantId !== taken.merchantId) throw new Refused({ code: 'works_elsewhere' });
      await addMember(tx, { merchantId: taken.merchantId, userId, role: taken.role });
      return ok(await enter(tx, { userId, method: 'invitation', origin: command.origin }));
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
}

/** What the one who accepts has shown: the password of their account, or a name and a password to have from now on. */
type Proof = { readonly kind: 'known'; readonly userId: string } | { readonly kind: 'new'; readonly displayName: string; readonly passwordHash: string };

async function proveOwnPassword(ctx: Ctx, given: { email: string; password: string; clientAddress: string }): Promise<Result<Proof, AcceptError>> {
  const allowed = await throttleAccount(ctx, given.email, given.clientAddress);
  if (!allowed.ok) return allowed;
  const userId = await verifyPassword(ctx, given);
  return userId === null ? err({ code: 'invalid_credentials' }) : ok({ kind: 'known', userId });
}

async function chooseBoth(given: { displayName: string; password: string }): Promise<Result<Proof, AcceptError>> {
  const name = toDisplayName(given.displayName);
  if (!name.ok) return name;
  const password = await choosePassword(given.password);
  return password.ok ? ok({ kind: 'new', displayName: name.value, passwordHash: password.value }) : password;
}

/** The person of the account that was proved, taken over or made. */
async function becomePerson(tx: Ctx, email: string, proof: Proof): Promise<string> {
  if (proof.kind === 'known') return proof.userId;
  const { displayName, passwordHash } = proof;
  const person = await findPersonOf(tx, email);
  if (!person) {
    const added = await addPerson(tx, { email, displayName, passwordHash, emailVerified: true });
    if (!added) throw new Refused({ code: 'invalid_challenge' }); // in this moment somebody signed up with the address
    return added.userId;
  }
  // Since it was looked at, somebody proved the account: its password is asked for at the next try.
  if (isTheirs(person)) throw new Refused({ code: 'invalid_credentials' });
  await proveAddress(tx, person);
  await setPassword(tx, { userId: person.userId, passwordHash });
  return person.userId;
}

/** Clears away invitations that ran out a week ago. For a periodic job. */
export const deleteExpiredInvitations = (ctx: Ctx): Promise<void> => deleteExpiredInvitationRows(ctx, addSeconds(ctx.clock.now(), -KEPT_SECONDS));
