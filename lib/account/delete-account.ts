import { listAgents, lockWalletAgents, revokeAgent } from '@/lib/agent';
import { requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { findOwner, tellOwner } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { voidAgentPayments } from '@/lib/wallet';
import { endDeletion, findDeletionByHash, findOpenDeletion, insertDeletion, worksForMerchant } from './deletion-store';

const SUBJECT = 'account_deletion';
/** How long the account may be kept after all; the database holds it too. */
const GRACE_SECONDS = 14 * 24 * 60 * 60;

type Person = { readonly userId: string; readonly walletId: string };
/** `works_for_merchant`: that person's address and sign-in are a merchant's too, which has to let them go first. */
type Refusal = { readonly code: 'deletion_under_way' | 'works_for_merchant' };
type NoDeletion = { readonly code: 'no_deletion' };

/** Asks the owner's passkey whether the account shall end. */
export const requestDeletion = (ctx: Ctx, { userId, walletId }: Person): Promise<Result<ConfirmationRequest, Refusal>> =>
  inTransaction<Ctx, Result<ConfirmationRequest, Refusal>>(ctx, async (tx) => {
    await lockWalletAgents(tx, walletId);
    if (await findOpenDeletion(tx, walletId)) return err({ code: 'deletion_under_way' });
    if (await worksForMerchant(tx, userId)) return err({ code: 'works_for_merchant' });
    return ok(await requestConfirmation(tx, { walletId, subject: SUBJECT, signed: { type: SUBJECT }, after: null }));
  });

/** The passkey said so: every agent is revoked at once and for good, and the owner is told, with a link that keeps the account. */
export const confirmDeletion = (
  ctx: Ctx,
  command: Person & { assertion: unknown },
): Promise<Result<{ eraseAt: Date }, ConfirmationError>> =>
  inTransaction<Ctx, Result<{ eraseAt: Date }, ConfirmationError>>(ctx, async (tx) => {
    const { userId, walletId, assertion } = command;
    await lockWalletAgents(tx, walletId);
    const taken = await takeConfirmed(tx, { walletId, subject: SUBJECT, assertion });
    if (!taken.ok) return taken;
    await closeAgents(tx, walletId);
    const token = randomToken('ad_');
    const requestedAt = tx.clock.now();
    const eraseAt = addSeconds(requestedAt, GRACE_SECONDS);
    await insertDeletion(tx, { hash: sha256Hex(token), userId, walletId, requestedAt, eraseAt });
    await record(tx, { of: { walletId }, kind: 'deletion.requested', actor: 'owner', detail: { erase_at: eraseAt.toISOString() } });
    await tell(tx, userId, 'Your account will be deleted', [
      `your agents are revoked. On ${eraseAt.toISOString().slice(0, 10)} everything personal is erased. Until then this link keeps your account, and you can sign in and download your data:`,
      new URL(`/keep-account#${token}`, tx.settings.publicOrigin).href,
    ]);
    return ok({ eraseAt });
  });

/** The signed-in owner keeps the account. It only ends what would be lost, so it needs no passkey; agents stay revoked. */
export const keepAccount = (ctx: Ctx, { walletId }: Person): Promise<Result<null, NoDeletion>> => keep(ctx, () => findOpenDeletion(ctx, walletId));

/** Whoever reads the owner's mail keeps it too. */
export const keepAccountByLink = (ctx: Ctx, { token }: { token: string }): Promise<Result<null, NoDeletion>> =>
  keep(ctx, () => findDeletionByHash(ctx, sha256Hex(token)));

async function keep(ctx: Ctx, find: () => ReturnType<typeof findOpenDeletion>): Promise<Result<null, NoDeletion>> {
  const deletion = await find();
  if (!deletion) return err({ code: 'no_deletion' });
  return inTransaction<Ctx, Result<null, NoDeletion>>(ctx, async (tx) => {
    if (!(await endDeletion(tx, { walletId: deletion.walletId, outcome: 'cancelled' }))) return err({ code: 'no_deletion' });
    await record(tx, { of: { walletId: deletion.walletId }, kind: 'deletion.cancelled', actor: 'owner' });
    await tell(tx, deletion.userId, 'Your account stays', ['the deletion of your account was cancelled. Your agents stay revoked: make new ones.']);
    return ok(null);
  });
}

/** Revokes every agent of a wallet; what they hold is void in the same commit. The wallet and its agents must be locked. */
export async function closeAgents(tx: Ctx, walletId: string): Promise<void> {
  for (const { id: agentId, status } of await listAgents(tx, walletId)) {
    if (status === 'revoked') continue;
    await revokeAgent(tx, { walletId, agentId });
    await voidAgentPayments(tx, agentId);
  }
}

async function tell(tx: Ctx, userId: string, subject: string, paragraphs: readonly string[]): Promise<void> {
  const owner = await findOwner(tx, userId);
  if (owner) await tellOwner(tx, owner, subject, [`Hello ${owner.display_name},`, ...paragraphs]);
}
