import { invariant } from '@/lib/kernel/invariant';
import { decidePurchase, loadFacts, setPolicy, type Policies, type Policy, type PurchaseFacts } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';
import { setWalletLimits } from '@/lib/spending';
import { seedPastPurchases } from '@/lib/testing/past-purchases';
import { makeAgent, makeShop, makeWallet } from '@/lib/testing/shop';
import { simulatePayment } from '@/lib/wallet';
import { measure, type Measured } from './load';

export const DECISION = 'decision: 20 rules';
/** What is judged by limits, rules and the past read anew, in the one statement that holds them. */
export const DECISION_WITH_PAST = 'decision: 20 rules, limits and 10,000 purchases read';
/** The same with the agent, its mandate, the merchant and the card: all of POST /payments/simulate but HTTP. */
export const DECISION_WITH_FACTS = 'decision: 20 rules, facts read over 10,000 purchases';
const PAST = 10_000;
const CALLS = 2_000;
/** The pure decision takes microseconds, and the CPU of a process is told in hundredths of a second. */
const PURE_CALLS = 100_000;

/** Every rule that an owner can set, none of which catches what is asked about: each is asked in vain, in both policies. */
export const RULES: Policy = {
  merchants: { allowed: [], blocked: ['nobody-sells'], action: 'ask' },
  categories: { allowed: [], blocked: ['toys'], action: 'ask' },
  countries: { allowed: ['CA'], blocked: [], action: 'ask' },
  hours: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00', action: 'ask' },
  velocity: { purchases: 5_000, seconds: 86_400, action: 'ask' },
  newMerchant: { action: 'ask' },
  unusualAmount: { times: 50, action: 'ask' },
  unusualHour: { action: 'ask' },
};

type Case = { readonly name: string; readonly run: (connections: number) => Promise<Measured> };

/**
 * What a decision costs with all that it is judged by: sixteen rules, limits of the agent and over all agents, mandate and permission, over a
 * long past. In this process, without HTTP: the pure decision alone, with limits, rules and the past read anew each time (one statement), and with everything read anew (five statements).
 */
export async function decisionCases(ctx: Ctx): Promise<Case[]> {
  const shop = await makeShop(ctx);
  const wallet = await makeWallet(ctx);
  const limit = { currency: 'CAD', perTransactionAmount: 10_000n, dailyAmount: 1_000_000_000n, weeklyAmount: 1_000_000_000n, monthlyAmount: 1_000_000_000n } as const;
  const agent = await makeAgent(ctx, { wallet, limits: [limit] });
  await seedPastPurchases(ctx, { agent, merchantId: shop.merchantId, count: PAST });
  invariant((await setWalletLimits(ctx, { walletId: wallet.walletId, limits: [limit] })).ok, 'a first limit over all agents narrows');
  for (const agentId of [agent.agentId, null]) invariant((await setPolicy(ctx, { walletId: wallet.walletId, agentId, patch: RULES })).ok, 'first rules tighten');
  const asked = {
    agentId: agent.agentId, walletId: wallet.walletId, scopes: null, merchant: shop.handle, checkoutId: null, amount: 1_650n, currency: 'CAD', categories: ['pantry'], country: 'CA',
  } as const;
  const whose = { walletId: wallet.walletId, agentId: agent.agentId, merchant: shop.handle };
  const { facts, policies } = await readFacts(ctx, whose);
  const decide = async (): Promise<void> => invariant(decidePurchase(facts, policies).decision === 'allow', 'no rule catches it');
  const decideOverPast = async (): Promise<void> => {
    const read = await readFacts(ctx, whose);
    invariant(decidePurchase(read.facts, read.policies).decision === 'allow', 'no rule catches it');
  };
  const decideAnew = async (): Promise<void> => {
    const answer = await simulatePayment(ctx, asked);
    invariant(answer.ok && answer.value.decision === 'allow', 'no rule catches it');
  };
  return [
    { name: DECISION, run: (connections) => measure(process.pid, connections, Array.from({ length: PURE_CALLS }), decide) },
    { name: DECISION_WITH_PAST, run: (connections) => measure(process.pid, connections, Array.from({ length: CALLS }), decideOverPast) },
    { name: DECISION_WITH_FACTS, run: (connections) => measure(process.pid, connections, Array.from({ length: CALLS }), decideAnew) },
  ];
}

async function readFacts(ctx: Ctx, whose: { walletId: string; agentId: string; merchant: string }): Promise<{ facts: PurchaseFacts; policies: Policies }> {
  const purchase = { currency: 'CAD', amount: 1_650n, categories: ['pantry'] } as const;
  const { policies, keys: _keys, ...ground } = await loadFacts(ctx, { ...whose, ...purchase, calendar: { timeZone: 'America/Toronto', change: null }, lock: false });
  const merchant = { handle: whose.merchant, country: 'CA' };
  const scope = { merchants: [whose.merchant], coversPurchase: true };
  return { policies, facts: { agentStatus: 'active', mayComplete: true, ...purchase, merchant, scope, ...ground, risk: { score: 10, signals: [] }, cardObjection: null } };
}
