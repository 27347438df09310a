import { invariant } from '@/lib/kernel/invariant';
import { parseDecimal, type Money } from '@/lib/kernel/money';

export type RiskFacts = {
  readonly agentPresent: boolean;
  readonly humanPresent: boolean;
  readonly total: Money;
  /** Nothing of this agent has reached the network before. */
  readonly agentsFirstTransaction: boolean;
};

export type RiskSignal = 'agent_present' | 'human_absent' | 'large_amount' | 'first_transaction';

/** What each signal adds to the score; together they stay below 100. */
const POINTS: Readonly<Record<RiskSignal, number>> = { agent_present: 10, human_absent: 25, large_amount: 30, first_transaction: 15 };
const LARGE_ABOVE = '500';

/** Scores an authorisation from 0 to 100, and says why. It refuses nothing: the score is kept with the transaction. */
export function decideRisk(facts: RiskFacts): { readonly score: number; readonly signals: readonly RiskSignal[] } {
  const signals: RiskSignal[] = [];
  if (facts.agentPresent) signals.push('agent_present');
  if (!facts.humanPresent) signals.push('human_absent');
  if (facts.total.amount > largeAmount(facts.total)) signals.push('large_amount');
  if (facts.agentPresent && facts.agentsFirstTransaction) signals.push('first_transaction');
  return { score: signals.reduce((score, signal) => score + POINTS[signal], 0), signals };
}

/** 500 units of the currency, in its minor units. */
function largeAmount({ currency }: Money): bigint {
  const amount = parseDecimal(LARGE_ABOVE, currency);
  invariant(amount !== null, 'a whole number is an amount of any currency');
  return amount;
}
