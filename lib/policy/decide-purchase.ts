import { formatMoney, money } from '@/lib/kernel/money';
import type { CardObjection } from '@/lib/ports';
import { decideSpending, type LimitKind } from '@/lib/spending';
import { isWithinHours } from './hours';
import type { Action, Decision, Figures, Finding, ListRule, MandateScope, Policies, Policy, PurchaseFacts, RuleName, Scope } from './types';

/** From this score on a purchase asks. */
const RISK_ASKS = 70;
/** What an authorisation of the owner's does not answer: the agent is not confirmed, or the bank would decline. */
const BEYOND_AUTHORIZATION: readonly RuleName[] = ['pending_mandate', 'card', 'card_limit', 'card_daily'];
/** An average over fewer says little. */
const MIN_FOR_AMOUNT = 5;
const MIN_FOR_HOUR = 10;

const ASK_STEP = 'The owner is asked: give approval_url to the owner and poll.';
const REFUSED: Partial<Record<RuleName, string>> = {
  merchant: 'Buy at another merchant, or ask the owner to change the rule in the wallet.',
  category: 'Leave out what is of this category, or ask the owner to change the rule in the wallet.',
  country: 'Buy at a merchant of another country, or ask the owner to change the rule in the wallet.',
  hours: 'Ask again within the hours that the owner allows.',
  velocity: 'Wait, then ask again.',
  unusual_hour: 'Ask again at an hour in which you usually buy.',
};
const OTHER_REFUSAL = 'Ask the owner to change the rule in the wallet.';

/**
 * What happens to a purchase, and why: pure, and the only place that says so. The rules are asked in a fixed order. The first that refuses
 * decides; else an authorisation of the owner's answers whatever would be asked, but for the mandate itself and the card; else the first that asks.
 */
export function decidePurchase(facts: PurchaseFacts, policies: Policies): Decision {
  let question: Finding | null = null;
  for (const find of RULES) {
    const finding = find(facts, policies);
    if (finding?.action === 'refuse') return { decision: 'refuse', ...finding };
    question ??= finding;
  }
  if (question === null) return { decision: 'allow', figures: dayOf(facts), authorizationId: null };
  if (facts.authorizationId !== null && !BEYOND_AUTHORIZATION.includes(question.rule)) {
    return { decision: 'allow', figures: dayOf(facts), authorizationId: facts.authorizationId };
  }
  return { decision: 'ask', ...question };
}

type Rule = (facts: PurchaseFacts, policies: Policies) => Finding | null;
type Caught = Pick<Finding, 'words'> & { readonly figures?: Figures };

const ask = (rule: RuleName, words: string, figures: Figures | null = null): Finding => ({ action: 'ask', rule, scope: null, figures, words, nextStep: ASK_STEP });

/** What neither mandate nor token covers. It is nothing to ask about: the owner, or who asked for the token, said what it is for. */
export function findOutsideMandate({ merchants, coversPurchase }: MandateScope, merchant: string): Finding | null {
  const refuse = (rule: RuleName, words: string): Finding => ({
    action: 'refuse', rule, scope: null, figures: null, words, nextStep: 'Ask the owner for access that covers this purchase.',
  });
  if (!coversPurchase) return refuse('single_purchase', 'This agent was admitted for one purchase, as its cart stood then. This is another.');
  return merchants === null || merchants.includes(merchant) ? null : refuse('merchant', `This agent, or its token, is not for purchases at ${merchant}.`);
}

/** A rule of the owner's, in the agent's policy and then in the one over all agents; the stricter of the two counts. */
function ownersRule<K extends keyof Policy>(key: K, rule: RuleName, catches: (facts: PurchaseFacts, own: NonNullable<Policy[K]>, scope: Scope) => Caught | null): Rule {
  const inScope = (facts: PurchaseFacts, policies: Policies, scope: Scope): Finding | null => {
    const own = policies[scope][key];
    const action: Action = own?.action ?? 'allow';
    const caught = own && action !== 'allow' ? catches(facts, own, scope) : null;
    if (caught === null || action === 'allow') return null;
    const nextStep = action === 'ask' ? ASK_STEP : (REFUSED[rule] ?? OTHER_REFUSAL);
    const words = scope === 'wallet' ? `${caught.words} This holds for all your agents.` : caught.words;
    return { action, rule, scope, figures: caught.figures ?? null, words, nextStep };
  };
  return (facts, policies) => {
    const own = inScope(facts, policies, 'agent');
    const overAll = own?.action === 'refuse' ? null : inScope(facts, policies, 'wallet');
    return overAll?.action === 'refuse' ? overAll : (own ?? overAll);
  };
}

/** The first of `values` that a list catches, and how. */
function findOutside(list: ListRule, values: readonly string[]): { value: string; blocked: boolean } | null {
  for (const value of values) {
    if (list.blocked.includes(value)) return { value, blocked: true };
    if (list.allowed.length > 0 && !list.allowed.includes(value)) return { value, blocked: false };
  }
  return null;
}

const CARD_QUESTIONS: Readonly<Record<CardObjection, readonly [RuleName, string]>> = {
  card_frozen: ['card', 'Your card is frozen. Approve with another card, or unfreeze it at your bank.'],
  agent_not_allowed: ['card', 'Your card is closed to agents. Approve with another card, or open it at your bank.'],
  agent_limit_exceeded: ['card_limit', 'It is more than an agent may pay with your card by itself.'],
  card_limit_exceeded: ['card_limit', 'It is more than your card may pay at once. Approve with another card, or raise the limit at your bank.'],
  card_daily_limit_exceeded: ['card_daily', 'It is more than your card may still pay today. Approve with another card, or raise the limit at your bank.'],
};

const RULES: readonly Rule[] = [
  ({ scope, merchant }) => findOutsideMandate(scope, merchant.handle),
  ({ agentStatus }) => (agentStatus === 'pending' ? ask('pending_mandate', 'You have not confirmed this agent yet, so every purchase asks.') : null),
  ({ cardObjection }) => (cardObjection === null ? null : ask(...CARD_QUESTIONS[cardObjection])),
  ({ mayComplete }) => (mayComplete ? null : ask('permission', 'This agent may not complete purchases by itself.')),
  overLimits,
  ownersRule('merchants', 'merchant', ({ merchant }, list) => {
    const found = findOutside(list, [merchant.handle]);
    return found && { words: found.blocked ? `You blocked the merchant ${found.value}.` : `${found.value} is not among the merchants that you allow.` };
  }),
  ownersRule('categories', 'category', ({ categories }, list) => {
    const found = findOutside(list, categories);
    if (found === null) return null;
    const what = found.value === '' ? 'Goods without a category' : `Goods of the category "${found.value}"`;
    return { words: found.blocked ? `${what} are blocked.` : `${what} are not among those that you allow.` };
  }),
  ownersRule('countries', 'country', ({ merchant: { country } }, list) => {
    const found = country === null ? null : findOutside(list, [country]);
    return found && { words: found.blocked ? `You blocked merchants in ${found.value}.` : `${found.value} is not among the countries that you allow.` };
  }),
  ownersRule('hours', 'hours', ({ moment }, hours) =>
    isWithinHours(hours, moment) ? null : { words: `It is outside the hours that you set, ${hours.from} to ${hours.until}.` },
  ),
  ownersRule('velocity', 'velocity', ({ past }, { purchases, seconds }, scope) =>
    past.recent[scope] < purchases
      ? null
      : {
          words: `${past.recent[scope]} purchases were made within ${spanText(seconds)}, as many as you allow.`,
          figures: { unit: 'purchases', limit: BigInt(purchases), used: BigInt(past.recent[scope]), requested: 1n },
        },
  ),
  ownersRule('newMerchant', 'new_merchant', ({ merchant, past }) => (past.atMerchant > 0 ? null : { words: `This agent has never bought at ${merchant.handle}.` })),
  ownersRule('unusualAmount', 'unusual_amount', ({ amount, currency, past: { inCurrency } }, { times }) => {
    if (inCurrency.count < MIN_FOR_AMOUNT || amount * BigInt(inCurrency.count) <= inCurrency.totalAmount * BigInt(times)) return null;
    const usual = inCurrency.totalAmount / BigInt(inCurrency.count);
    return {
      words: `It is more than ${times} times what this agent usually spends, ${formatMoney(money(usual, currency))}.`,
      figures: { unit: 'money', limit: usual * BigInt(times), used: 0n, requested: amount },
    };
  }),
  ownersRule('unusualHour', 'unusual_hour', ({ past }) =>
    past.count < MIN_FOR_HOUR || past.nearHour > 0 ? null : { words: 'This agent has never bought at this time of day.' },
  ),
  ({ risk }) => (risk !== null && risk.score >= RISK_ASKS ? ask('risk', `The payment network finds this purchase risky: ${risk.signals.join(', ')}.`) : null),
];

const WINDOW: Record<LimitKind, string> = { per_transaction: 'for each purchase', daily: 'a day', weekly: 'a week', monthly: 'a month' };

function overLimits({ budgets, amount, currency }: PurchaseFacts): Finding | null {
  const answer = decideSpending(budgets, amount);
  switch (answer.decision) {
    case 'within_limits':
      return null;
    case 'currency_not_covered':
      return ask('currency', `No limit is set for ${currency}, so every purchase in it asks.`);
    case 'over_limit': {
      const { scope, kind, limitAmount, usedAmount, excessAmount } = answer.over;
      const inWords = (figure: bigint): string => formatMoney(money(figure, currency));
      const who = scope === 'wallet' ? ' for all your agents together' : '';
      const words = `${inWords(limitAmount)} ${WINDOW[kind]}${who}. This one is ${inWords(excessAmount)} over. Your limits stay as they are.`;
      return ask(scope === 'wallet' ? 'wallet' : kind, words, { unit: 'money', limit: limitAmount, used: usedAmount, requested: amount });
    }
  }
}

/** What an allowed purchase leaves: the agent's day. */
const dayOf = ({ budgets: { agent }, amount }: PurchaseFacts): Figures | null =>
  agent && { unit: 'money', limit: agent.limit.dailyAmount, used: agent.usage.dailyAmount, requested: amount };

const SPANS = [['day', 86_400], ['hour', 3_600], ['minute', 60]] as const;

/** `2 hours`, `90 seconds`: in the largest unit that fits evenly. */
export function spanText(seconds: number): string {
  const [unit, size] = SPANS.find(([, each]) => seconds % each === 0) ?? ['second', 1];
  const count = seconds / size;
  return count === 1 ? `a${unit === 'hour' ? 'n' : ''} ${unit}` : `${count} ${unit}s`;
}
