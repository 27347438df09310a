import { lockWalletAgents } from '@/lib/agent';
import { dropWaiting, requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { toDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { decideLoosening, type SecondWidening } from './decide-loosening';
import { deleteApprover, findApprover, listLimits, writeLimits } from './store';
import { toMoney, type SecondApproval, type SecondLimit } from './types';

const SUBJECT = 'second_approval';

/** Amounts replace the whole set. `removesApprover`: nobody signs second any more. */
export type SecondApprovalPatch = { readonly limits?: readonly SecondLimit[]; readonly removesApprover?: boolean };

export type SetSecondApprovalError = {
  /** Nothing was changed: the whole patch waits for confirmSecondApproval. */
  readonly code: 'widening_needs_confirmation';
  readonly widening: readonly SecondWidening[];
  readonly mandate: ConfirmationRequest;
};

type After = { readonly keepsApprover: boolean; readonly limits: readonly SecondLimit[] };

/** What holds for approvals of this wallet that need two people. */
export async function getSecondApproval(ctx: Ctx, walletId: string): Promise<SecondApproval> {
  const [approver, limits] = await Promise.all([findApprover(ctx, walletId), listLimits(ctx, walletId)]);
  return { approver, limits };
}

/** Changes it. What only tightens holds at once, for what is asked from now on; what loosens waits for the owner's passkey, all of the patch together. */
export const setSecondApproval = (ctx: Ctx, command: { walletId: string; patch: SecondApprovalPatch }): Promise<Result<SecondApproval, SetSecondApprovalError>> =>
  inTransaction<Ctx, Result<SecondApproval, SetSecondApprovalError>>(ctx, async (tx) => {
    const { walletId, patch } = command;
    await lockWalletAgents(tx, walletId);
    const before = await getSecondApproval(tx, walletId);
    const after: After = { keepsApprover: before.approver !== null && patch.removesApprover !== true, limits: patch.limits ?? before.limits };
    const widening = decideLoosening(before, after);
    if (widening.length > 0) {
      const email = before.approver?.email ?? null;
      const signed = { type: SUBJECT, before: toSigned(email, before.limits), after: toSigned(after.keepsApprover ? email : null, after.limits) };
      return err({ code: 'widening_needs_confirmation', widening, mandate: await requestConfirmation(tx, { walletId, subject: SUBJECT, signed, after }) });
    }
    await dropWaiting(tx, { walletId, subject: SUBJECT });
    return ok(await write(tx, walletId, after));
  });

/** Applies what waits, once, under the owner's passkey over exactly before and after. */
export const confirmSecondApproval = (ctx: Ctx, command: { walletId: string; assertion: unknown }): Promise<Result<SecondApproval, ConfirmationError>> =>
  inTransaction<Ctx, Result<SecondApproval, ConfirmationError>>(ctx, async (tx) => {
    const { walletId, assertion } = command;
    await lockWalletAgents(tx, walletId);
    const taken = await takeConfirmed<After>(tx, { walletId, subject: SUBJECT, assertion });
    return taken.ok ? ok(await write(tx, walletId, taken.value.after)) : taken;
  });

async function write(tx: Ctx, walletId: string, { keepsApprover, limits }: After): Promise<SecondApproval> {
  await writeLimits(tx, walletId, limits);
  if (!keepsApprover) await deleteApprover(tx, walletId);
  await record(tx, { of: { walletId }, kind: 'second_approval.changed', actor: 'owner', detail: { above: toAbove(limits), keeps_approver: keepsApprover } });
  return getSecondApproval(tx, walletId);
}

const toAbove = (limits: readonly SecondLimit[]) => limits.map((limit) => ({ currency: limit.currency, amount: toDecimal(toMoney(limit)) }));

const toSigned = (approver: string | null, limits: readonly SecondLimit[]): object => ({ approver, above: toAbove(limits) });
