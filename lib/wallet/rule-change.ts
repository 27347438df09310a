import { findAgent, lockWalletAgents, updateAgent, type Agent, type AgentLimit, type MandateRequest } from '@/lib/agent';
import { findApproval, type Approval } from '@/lib/approval';
import { err, ok, type Result } from '@/lib/kernel/result';
import { proposeChange, setPolicy, type RuleChange } from '@/lib/policy';
import { inTransaction, type Ctx } from '@/lib/ports';
import { listWalletLimits, setWalletLimits } from '@/lib/spending';
import { judgePurchase, toPurchase } from './purchase-facts';
import { judgeOpen, type StepUpError } from './step-up';
import { getOwner } from './store';

/** A change that waits for the owner's passkey, apart from the approval's. Null `agentId`: it is about all agents, and confirmed there. */
export type RuleChangeRequest = { readonly change: RuleChange; readonly agentId: string | null; readonly mandate: MandateRequest };

export type RuleChangeError = { readonly code: 'nothing_to_change' };

/** The one change of limits or rules that lets what this approval shows pass, as things stand now; null where there is none. Reads only. */
export async function findRuleChange(ctx: Ctx, approval: Approval): Promise<RuleChange | null> {
  const [agent, { calendar }] = await Promise.all([findAgent(ctx, approval.agentId), getOwner(ctx, approval.walletId)]);
  if (!agent || approval.status !== 'pending') return null;
  const mayComplete = agent.permissions.includes('complete_purchase');
  const { facts, policies } = await judgePurchase(ctx, { agent, mayComplete, tokenMerchants: null, cardId: null, calendar, purchase: toPurchase(approval.snapshot), act: false });
  return proposeChange(facts, policies);
}

/** The same for a page. Another's approval is as unknown as none. */
export async function loadRuleChange(ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<RuleChange | null> {
  const approval = await findApproval(ctx, query);
  return approval?.walletId === query.walletId ? findRuleChange(ctx, approval) : null;
}

/** Drafts that change for the owner's passkey. Nothing changes before it is confirmed where its kind is: with the agent, the limits or the rules. */
export const requestRuleChange = (ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<Result<RuleChangeRequest, StepUpError | RuleChangeError>> =>
  inTransaction<Ctx, Result<RuleChangeRequest, StepUpError | RuleChangeError>>(ctx, async (tx) => {
    await lockWalletAgents(tx, query.walletId);
    const approval = await findApproval(tx, query);
    if (approval?.walletId !== query.walletId) return err({ code: 'not_found' });
    const refusal = await judgeOpen(tx, approval);
    if (refusal) return err(refusal);
    const [change, agent] = [await findRuleChange(tx, approval), await findAgent(tx, approval.agentId)];
    return change && agent ? draftChange(tx, agent, change) : err({ code: 'nothing_to_change' });
  });

/** In the caller's transaction, which holds the locks of the wallet's agents. */
export async function draftChange(tx: Ctx, agent: Agent, change: RuleChange): Promise<Result<RuleChangeRequest, RuleChangeError>> {
  const set = await setChange(tx, agent, change);
  if (set.ok || set.error.code !== 'widening_needs_confirmation') return err({ code: 'nothing_to_change' });
  const isOfAgent = change.kind === 'permission' || change.scope === 'agent';
  return ok({ change, agentId: isOfAgent ? agent.id : null, mandate: set.error.mandate });
}

async function setChange(tx: Ctx, agent: Agent, change: RuleChange) {
  const { walletId, id: agentId } = agent;
  switch (change.kind) {
    case 'permission':
      return updateAgent(tx, { walletId, agentId, patch: { permissions: [...agent.permissions, 'complete_purchase'] } });
    case 'policy':
      return setPolicy(tx, { walletId, agentId: change.scope === 'agent' ? agentId : null, patch: change.patch });
    case 'limits':
      return change.scope === 'agent'
        ? updateAgent(tx, { walletId, agentId, patch: { limits: withLimit(agent.limits, change) } })
        : setWalletLimits(tx, { walletId, limits: withLimit(await listWalletLimits(tx, walletId), change) });
  }
}

/** The whole set, in the order of the codes. */
function withLimit(limits: readonly AgentLimit[], { currency, limit: { weeklyAmount, ...limit } }: Extract<RuleChange, { kind: 'limits' }>): AgentLimit[] {
  const raised: AgentLimit = { currency, ...limit, ...(weeklyAmount === null ? {} : { weeklyAmount }) };
  return [...limits.filter((other) => other.currency !== currency), raised].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
