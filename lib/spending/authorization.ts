import { findAgent, lockWalletAgents, type Agent } from '@/lib/agent';
import { requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { newId } from '@/lib/kernel/id';
import { money, toDecimal, type Currency } from '@/lib/kernel/money';
import { ensureSigningKeys, signMandate, type MandateDraft, type ScopedIntentMandate } from '@/lib/mandate';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { getAuthorization, insertAuthorization, revoke } from './authorization-store';
import type { Authorization, AuthorizationStatus } from './types';

/** Merchant or category, or both: without either it would be a limit. */
export type NewAuthorization = {
  readonly agentId: string;
  readonly merchant: string | null;
  readonly category: string | null;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly singleUse: boolean;
  readonly expiresAt: Date;
};

export type AuthorizationError = { readonly code: 'agent_not_found' } | { readonly code: 'agent_revoked' };

const SUBJECT = 'authorization';

/**
 * Drafts an authorisation beyond an agent's limits and asks the owner's passkey for it: at a merchant or in a category, up to an amount,
 * until then; `singleUse` for one purchase, else until the amount is spent. Nothing holds before confirmAuthorization.
 */
export const requestAuthorization = (
  ctx: Ctx,
  command: NewAuthorization & { walletId: string },
): Promise<Result<ConfirmationRequest, AuthorizationError>> =>
  inTransaction<Ctx, Result<ConfirmationRequest, AuthorizationError>>(ctx, async (tx) => {
    const { walletId, ...wanted } = command;
    await lockWalletAgents(tx, walletId);
    const refusal = judge(await findAgent(tx, wanted.agentId), walletId);
    if (refusal) return err(refusal);
    return ok(await requestConfirmation(tx, { walletId, subject: SUBJECT, signed: draftScopedIntent(tx, wanted), after: wanted }));
  });

/** The scoped intent mandate, but for what every confirmation adds: its id, the owner, the time, a nonce. */
function draftScopedIntent(ctx: Ctx, { agentId, merchant, category, currency, amount, singleUse, expiresAt }: NewAuthorization): object {
  const now = ctx.clock.now();
  return {
    mandateId: newId('mandate', now.getTime()),
    type: 'scoped_intent',
    agentId,
    before: null,
    after: { merchant, category, amount: toDecimal(money(amount, currency)), currency, singleUse },
    validFrom: now.toISOString(),
    validUntil: expiresAt.toISOString(),
  };
}

function judge(agent: Agent | null, walletId: string): AuthorizationError | null {
  if (agent?.walletId !== walletId) return { code: 'agent_not_found' };
  return agent.status === 'revoked' ? { code: 'agent_revoked' } : null;
}

/** Puts in force what the passkey signed, once, and signs it with the wallet's key: it is the mandate of every purchase that draws on it. */
export async function confirmAuthorization(
  ctx: Ctx,
  command: { walletId: string; assertion: unknown },
): Promise<Result<Authorization, ConfirmationError | AuthorizationError>> {
  await ensureSigningKeys(ctx);
  return inTransaction<Ctx, Result<Authorization, ConfirmationError | AuthorizationError>>(ctx, async (tx) => {
    const { walletId, assertion } = command;
    await lockWalletAgents(tx, walletId);
    const taken = await takeConfirmed<Omit<NewAuthorization, 'expiresAt'> & { expiresAt: string }>(tx, { walletId, subject: SUBJECT, assertion });
    if (!taken.ok) return taken;
    const { id: confirmationId, content, after, evidence } = taken.value;
    const refusal = judge(await findAgent(tx, after.agentId), walletId);
    if (refusal) return err(refusal);
    const now = tx.clock.now();
    const id = newId('authorization', now.getTime());
    const made: Authorization = { ...after, id, walletId, usedAmount: 0n, createdAt: now, expiresAt: new Date(after.expiresAt), revokedAt: null };
    const { mandateId } = await signMandate(tx, { walletId, mandate: content as MandateDraft<ScopedIntentMandate>, evidence });
    await insertAuthorization(tx, made, { confirmationId, mandateId });
    const { agentId, merchant, category, currency, singleUse } = made;
    const detail = { agent_id: agentId, merchant, category, amount: toDecimal(money(made.amount, currency)), currency, single_use: singleUse, expires_at: after.expiresAt };
    await record(tx, { of: { walletId }, kind: 'authorization.granted', actor: 'owner', subject: id, detail });
    return ok(made);
  });
}

/** Whether an authorisation can still be drawn on, and if not why. */
export function authorizationStatus({ revokedAt, expiresAt, singleUse, usedAmount, amount }: Authorization, now: Date): AuthorizationStatus {
  if (revokedAt !== null) return 'revoked';
  if (singleUse ? usedAmount > 0n : usedAmount === amount) return 'used';
  return expiresAt > now ? 'live' : 'expired';
}

/** Ends an authorisation at once; what it was used for stays. Someone else's is as unknown as none. Again: nothing changes. */
export const revokeAuthorization = (ctx: Ctx, command: { walletId: string; id: string }): Promise<Result<Authorization, { code: 'authorization_not_found' }>> =>
  inTransaction<Ctx, Result<Authorization, { code: 'authorization_not_found' }>>(ctx, async (tx) => {
    await lockWalletAgents(tx, command.walletId);
    const revoked = await revoke(tx, command);
    const authorization = await getAuthorization(tx, command);
    if (revoked && authorization) {
      await record(tx, { of: command, kind: 'authorization.revoked', actor: 'owner', subject: command.id, detail: { agent_id: authorization.agentId } });
    }
    return authorization ? ok(authorization) : err({ code: 'authorization_not_found' });
  });
