import { lockWalletAgents } from '@/lib/agent';
import { dropWaiting } from '@/lib/confirmation';
import { throttle, type Budget, type RateLimited } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { emit, inTransaction, record, type Ctx } from '@/lib/ports';
import { activate, findApprover, findInvitationRow, findPerson, writeInvitation } from './store';

const MAILS: Budget = { points: 10, seconds: 3600 };
const INVITATION_SECONDS = 7 * 24 * 60 * 60;

export type InviteError = { readonly code: 'own_email' | 'approver_is_active' } | RateLimited;

/** Mails an invitation to sign second for this wallet; it takes the place of one that nobody accepted. The link alone is worth nothing: see acceptInvitation. */
export const inviteSecondApprover = (ctx: Ctx, command: { walletId: string; email: string }): Promise<Result<null, InviteError>> =>
  inTransaction<Ctx, Result<null, InviteError>>(ctx, async (tx) => {
    const { walletId } = command;
    const email = command.email.trim().toLowerCase();
    await lockWalletAgents(tx, walletId);
    const [owner, approver] = await Promise.all([findPerson(tx, walletId), findApprover(tx, walletId)]);
    invariant(owner, `wallet ${walletId} has an owner`);
    if (email === owner.email) return err({ code: 'own_email' });
    if (approver?.status === 'active') return err({ code: 'approver_is_active' });
    const allowed = await throttle(tx, { what: 'second-approver-mail', by: walletId, budget: MAILS });
    if (!allowed.ok) return allowed;
    const token = randomToken('sa_');
    await writeInvitation(tx, { walletId, email, tokenHash: sha256Hex(token), expiresAt: addSeconds(tx.clock.now(), INVITATION_SECONDS) });
    // A change that was drafted for another person is no longer what it said.
    await dropWaiting(tx, { walletId, subject: 'second_approval' });
    await emit(tx, {
      topic: 'mail.send',
      aggregateId: walletId,
      tenantId: walletId,
      payload: { recipient: email, subject: 'You are asked to countersign with someone', text: mailText(tx, owner.display_name, token) },
    });
    return ok(null);
  });

const mailText = (ctx: Ctx, ownerName: string, token: string): string =>
  [
    `${ownerName} would like you to sign larger purchases of their agents together with them.`,
    '',
    'To accept, sign in with this address, with a passkey, within seven days:',
    `${ctx.settings.publicOrigin}/wallet/second-approver?token=${token}`,
    '',
    'You will see the purchases that need you, and nothing else of theirs.',
  ].join('\n');

export type Invitation = { readonly ownerName: string; readonly email: string };

/** Who asks, for the page of the link; null for one that is unknown, accepted or over. */
export async function findInvitation(ctx: Ctx, token: string): Promise<Invitation | null> {
  const row = await findInvitationRow(ctx, { tokenHash: sha256Hex(token), lock: false });
  return row && { ownerName: row.owner_name, email: row.email };
}

export type AcceptError = { readonly code: 'invitation_not_found' | 'other_email' | 'email_not_verified' | 'no_passkey' };

/** The invited person accepts: another account than the owner's, with that very address, verified, and a passkey. Once. */
export const acceptInvitation = (ctx: Ctx, command: { token: string; walletId: string }): Promise<Result<Invitation, AcceptError>> =>
  inTransaction<Ctx, Result<Invitation, AcceptError>>(ctx, async (tx) => {
    const row = await findInvitationRow(tx, { tokenHash: sha256Hex(command.token), lock: true });
    const person = await findPerson(tx, command.walletId);
    if (!row || !person) return err({ code: 'invitation_not_found' });
    if (person.email !== row.email || command.walletId === row.wallet_id) return err({ code: 'other_email' });
    if (!person.verified) return err({ code: 'email_not_verified' });
    if (!person.has_passkey) return err({ code: 'no_passkey' });
    await activate(tx, { walletId: row.wallet_id, approverWalletId: command.walletId });
    await record(tx, { of: { walletId: row.wallet_id }, kind: 'second_approver.accepted', actor: command.walletId });
    return ok({ ownerName: row.owner_name, email: row.email });
  });
