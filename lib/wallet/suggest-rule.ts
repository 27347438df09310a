import { findAgent, lockWalletAgents } from '@/lib/agent';
import { dismissSuggestion, findApproval, findRepeated, listApproved, type Approval, type Repeated } from '@/lib/approval';
import { err, ok, type Result } from '@/lib/kernel/result';
import { proposeChange, type RuleChange } from '@/lib/policy';
import { inTransaction, type Ctx } from '@/lib/ports';
import { judgePurchase, toPurchase } from './purchase-facts';
import { draftChange, type RuleChangeError, type RuleChangeRequest } from './rule-change';
import { getOwner } from './store';

const LOOKED_AT = 60;

/** A change of rules that would have spared the owner what they approved again and again. */
export type Suggestion = {
  /** The newest of those approvals; names the suggestion. */
  readonly approvalId: string;
  readonly agentName: string;
  readonly merchantName: string;
  readonly times: number;
  readonly change: RuleChange;
};

type Query = { readonly approvalId: string; readonly walletId: string };

/** One at a time: the newest that still changes something and was not dismissed, of one approval where it is named. Reads only. */
export async function loadSuggestion(ctx: Ctx, query: { walletId: string; approvalId?: string }): Promise<Suggestion | null> {
  const repeated = findRepeated(await listApproved(ctx, { walletId: query.walletId, limit: LOOKED_AT }));
  for (const each of repeated) {
    if (query.approvalId !== undefined && each.approval.id !== query.approvalId) continue;
    const suggestion = await toSuggestion(ctx, each);
    if (suggestion) return suggestion;
  }
  return null;
}

/** What lets the like of it pass, up to the highest of the three amounts, as limits and rules stand now. */
async function toSuggestion(ctx: Ctx, { approval, amount, times }: Repeated<Approval>): Promise<Suggestion | null> {
  const [agent, { calendar }] = await Promise.all([findAgent(ctx, approval.agentId), getOwner(ctx, approval.walletId)]);
  if (agent?.status !== 'active') return null;
  const mayComplete = agent.permissions.includes('complete_purchase');
  const { facts, policies } = await judgePurchase(ctx, { agent, mayComplete, tokenMerchants: null, cardId: null, calendar, purchase: { ...toPurchase(approval.snapshot), amount }, act: false });
  const change = proposeChange(facts, policies);
  return change && { approvalId: approval.id, agentName: agent.name, merchantName: approval.snapshot.merchantName, times, change };
}

/** Drafts the suggested change for the owner's passkey; nothing changes before it is confirmed where its kind is. */
export const requestSuggestedChange = (ctx: Ctx, query: Query): Promise<Result<RuleChangeRequest, { readonly code: 'not_found' } | RuleChangeError>> =>
  inTransaction<Ctx, Result<RuleChangeRequest, { readonly code: 'not_found' } | RuleChangeError>>(ctx, async (tx) => {
    await lockWalletAgents(tx, query.walletId);
    const approval = await findOwn(tx, query);
    if (!approval) return err({ code: 'not_found' });
    const [suggestion, agent] = [await loadSuggestion(tx, query), await findAgent(tx, approval.agentId)];
    return suggestion && agent ? draftChange(tx, agent, suggestion.change) : err({ code: 'nothing_to_change' });
  });

/** Nothing like it is suggested again: for this agent at this merchant, for this reason and in this currency. */
export async function dismissRuleSuggestion(ctx: Ctx, query: Query): Promise<Result<null, { readonly code: 'not_found' }>> {
  const approval = await findOwn(ctx, query);
  if (!approval) return err({ code: 'not_found' });
  await dismissSuggestion(ctx, approval);
  return ok(null);
}

async function findOwn(ctx: Ctx, query: Query): Promise<Approval | null> {
  const approval = await findApproval(ctx, query);
  return approval?.walletId === query.walletId ? approval : null;
}
