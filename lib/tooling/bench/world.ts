import { randomUUID } from 'node:crypto';
import { invariant } from '@/lib/kernel/invariant';
import { openAccount, transfer } from '@/lib/ledger';
import { setPolicy, type Policy } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';
import { seedPastPurchases } from '@/lib/testing/past-purchases';
import { makeAgent, makeWallet, type TestAgent } from '@/lib/testing/shop';

/** One for each connection of the widest run, so that an agent's row lock does not make a queue of the whole run. */
export const AGENTS = 50;
const FUNDS = 1_000_000_000_000n;
const BOUNDLESS = { currency: 'CAD', perTransactionAmount: 1_000_000_000n, dailyAmount: 1_000_000_000_000n, monthlyAmount: 1_000_000_000_000n } as const;

/** Owners with deep pockets, each with one confirmed agent: made through the domains, as the demo world is. */
export async function makeBenchAgents(ctx: Ctx): Promise<TestAgent[]> {
  const agents: TestAgent[] = [];
  for (let index = 0; index < AGENTS; index++) {
    const wallet = await makeWallet(ctx);
    await fund(ctx, wallet.userId);
    agents.push(await makeAgent(ctx, { wallet, limits: [BOUNDLESS] }));
  }
  return agents;
}

async function fund(ctx: Ctx, userId: string): Promise<void> {
  const funding = { id: 'la_funding_bench', kind: 'bank_funding', currency: 'CAD', bank: 'maple', mayGoNegative: true } as const;
  await openAccount(ctx, funding);
  const reference = `fund:bench-${randomUUID()}`;
  const funded = await transfer(ctx, { kind: 'fund', debitAccountId: funding.id, creditAccountId: `la_available_${userId}_CAD`, amount: FUNDS, currency: 'CAD', reference });
  invariant(funded.ok, 'a funding account may go below zero');
}

/** So much of a past that none of the rules finds a purchase unusual. */
const PAST = 50;

/** Each of their owners judges purchases by these rules, of the agent and of all agents, over a past at this merchant. */
export async function giveRules(ctx: Ctx, agents: readonly TestAgent[], { rules, merchantId }: { rules: Policy; merchantId: string }): Promise<void> {
  for (const agent of agents) {
    await seedPastPurchases(ctx, { agent, merchantId, count: PAST });
    for (const agentId of [agent.agentId, null]) invariant((await setPolicy(ctx, { walletId: agent.walletId, agentId, patch: rules })).ok, 'first rules tighten');
  }
}
