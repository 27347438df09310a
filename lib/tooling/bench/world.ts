import { randomUUID } from 'node:crypto';
import { invariant } from '@/lib/kernel/invariant';
import { openAccount, transfer } from '@/lib/ledger';
import type { Ctx } from '@/lib/ports';
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
