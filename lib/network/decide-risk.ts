import { parseDecimal, type Currency, type Money } from '@/lib/kernel/money';
import { invariant } from '@/lib/kernel/invariant';
import type { RiskAssessment } from '@/lib/ports';

export type RiskFacts = {
  readonly agentPresent: boolean;
  readonly humanPresent: boolean;
  readonly mandateVerified: boolean;
  /** Null where it is not known. */
  readonly agentAgeSeconds: number | null;
  /** Authorisations of this agent before, counted no further than the last twenty. */
  readonly transactions: number;
  /** Of those, within the span of the velocity signal. */
  readonly recentTransactions: number;
  /** Of those, declined within the last hour. */
  readonly recentDeclines: number;
  readonly total: Money;
};

/** What each signal adds to the score (specs/systems.md, Network, "Risk signals"; amount and declines are ours). */
const POINTS = {
  agent_present: 5,
  human_absent: 25,
  mandate_unverified: 40,
  new_agent: 5,
  few_transactions: 10,
  velocity: 20,
  large_amount: 20,
  recent_declines: 10,
} as const;
export type RiskSignal = keyof typeof POINTS;

const NEW_BELOW_SECONDS = 24 * 3600;
const FEW_BELOW = 3;
/** So many of an agent's last authorisations are looked at; all of them within the span is fast. */
export const LOOKED_AT = 20;
const DECLINES_FROM = 3;

/** About 500 euros. */
const LARGE_ABOVE: Readonly<Record<Currency, string>> = {
  AUD: '800', CAD: '750', CHF: '500', EUR: '500', GBP: '450', JPY: '80000', KWD: '160', SEK: '5500', USD: '550', USDC: '550',
};

/** From this score on the network declines by itself; a person who is present never comes so high. */
export const RISK_DECLINES = 80;

/** Scores an authorisation from 0 to 100, and says why. */
export function decideRisk(facts: RiskFacts): RiskAssessment & { readonly signals: readonly RiskSignal[] } {
  const found: Readonly<Record<RiskSignal, boolean>> = {
    agent_present: facts.agentPresent,
    human_absent: !facts.humanPresent,
    mandate_unverified: !facts.mandateVerified,
    new_agent: facts.agentPresent && facts.agentAgeSeconds !== null && facts.agentAgeSeconds < NEW_BELOW_SECONDS,
    few_transactions: facts.agentPresent && facts.transactions < FEW_BELOW,
    velocity: facts.recentTransactions >= LOOKED_AT,
    large_amount: facts.total.amount > largeAmount(facts.total.currency),
    recent_declines: facts.recentDeclines >= DECLINES_FROM,
  };
  const signals = (Object.keys(POINTS) as RiskSignal[]).filter((signal) => found[signal]);
  return { score: Math.min(100, signals.reduce((score, signal) => score + POINTS[signal], 0)), signals };
}

function largeAmount(currency: Currency): bigint {
  const amount = parseDecimal(LARGE_ABOVE[currency], currency);
  invariant(amount !== null, 'a whole number is an amount of any currency');
  return amount;
}
