import { findAgent, lockWalletAgents } from '@/lib/agent';
import { dropWaiting, requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { canonicalJson } from '@/lib/kernel/hash';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { decideLoosening } from './decide-loosening';
import { findPolicy, writePolicy, type PolicyKey } from './store';
import type { Policy } from './types';

/** Rules that are given replace the policy's; null takes a rule away. */
export type PolicyPatch = { readonly [K in keyof Policy]?: Policy[K] | null };

export type PolicyError = { readonly code: 'agent_not_found' };
export type SetPolicyError =
  | PolicyError
  /** Nothing was changed: the whole patch waits for confirmPolicy. */
  | { readonly code: 'widening_needs_confirmation'; readonly widening: readonly (keyof Policy)[]; readonly mandate: ConfirmationRequest };

const subjectOf = ({ agentId }: PolicyKey): string => (agentId === null ? 'policy' : `policy:${agentId}`);

/** The rules of an agent of this wallet, or of all of them. Another's agent is as unknown as none. */
export async function getPolicy(ctx: Ctx, key: PolicyKey): Promise<Result<Policy, PolicyError>> {
  return (await isOwn(ctx, key)) ? ok(await findPolicy(ctx, key)) : err({ code: 'agent_not_found' });
}

const isOwn = async (ctx: Ctx, { walletId, agentId }: PolicyKey): Promise<boolean> =>
  agentId === null || (await findAgent(ctx, agentId))?.walletId === walletId;

/**
 * Changes rules. What only tightens holds at once, for what is asked from now on, and drops a loosening that still waited; what loosens
 * waits for the owner's passkey, all of the patch together.
 */
export const setPolicy = (ctx: Ctx, command: PolicyKey & { patch: PolicyPatch }): Promise<Result<Policy, SetPolicyError>> =>
  inTransaction<Ctx, Result<Policy, SetPolicyError>>(ctx, async (tx) => {
    const { walletId, agentId } = command;
    await lockWalletAgents(tx, walletId);
    if (!(await isOwn(tx, command))) return err({ code: 'agent_not_found' });
    const before = await findPolicy(tx, command);
    const after = applyPatch(before, command.patch);
    if (canonicalJson(after) === canonicalJson(before)) return ok(before);
    const subject = subjectOf(command);
    const widening = decideLoosening(before, after);
    if (widening.length > 0) {
      const mandate = await requestConfirmation(tx, { walletId, subject, signed: { type: 'policy', agentId, before, after }, after });
      return err({ code: 'widening_needs_confirmation', widening, mandate });
    }
    await writePolicy(tx, command, after);
    await recordRules(tx, command, { before, after });
    await dropWaiting(tx, { walletId, subject });
    return ok(after);
  });

export const applyPatch = (before: Policy, patch: PolicyPatch): Policy =>
  Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, rule]) => Boolean(rule)));

/** Applies the rules that wait, once, under the owner's passkey over exactly before and after. */
export const confirmPolicy = (ctx: Ctx, command: PolicyKey & { assertion: unknown }): Promise<Result<Policy, PolicyError | ConfirmationError>> =>
  inTransaction<Ctx, Result<Policy, PolicyError | ConfirmationError>>(ctx, async (tx) => {
    const { walletId, assertion } = command;
    await lockWalletAgents(tx, walletId);
    if (!(await isOwn(tx, command))) return err({ code: 'agent_not_found' });
    const before = await findPolicy(tx, command);
    const taken = await takeConfirmed<Policy>(tx, { walletId, subject: subjectOf(command), assertion });
    if (!taken.ok) return taken;
    await writePolicy(tx, command, taken.value.after);
    await recordRules(tx, command, { before, after: taken.value.after });
    return ok(taken.value.after);
  });

const recordRules = (tx: Ctx, { walletId, agentId }: PolicyKey, change: { before: Policy; after: Policy }): Promise<void> =>
  record(tx, { of: { walletId }, kind: 'rules.changed', actor: 'owner', ...(agentId === null ? {} : { subject: agentId }), detail: change });
