import type { AgentStatus } from '@/lib/agent';
import type { Currency } from '@/lib/kernel/money';
import type { CardObjection } from '@/lib/ports';
import type { Budgets } from '@/lib/spending';

/** What a rule does with a purchase that it catches. `allow`: nothing; the rule is kept and rests. */
export type Action = 'allow' | 'ask' | 'refuse';

/** Catches what is blocked and, where something is allowed by name, everything else. */
export type ListRule = { readonly allowed: readonly string[]; readonly blocked: readonly string[]; readonly action: Action };

/** Catches what happens outside these hours of the owner's clock. `until` 24:00 is midnight; before `from` it lies on the next day. */
export type HoursRule = {
  /** ISO: 1 is Monday. The day that the hours begin on. */
  readonly days: readonly number[];
  /** HH:MM */
  readonly from: string;
  readonly until: string;
  readonly action: Action;
};

/** Catches a purchase when `purchases` were made in the last `seconds` already. */
export type VelocityRule = { readonly purchases: number; readonly seconds: number; readonly action: Action };

/** An owner's rules for one agent, or for all of them. A rule that is left out catches nothing. */
export type Policy = {
  /** Handles. */
  readonly merchants?: ListRule;
  /** As merchants sort their goods. */
  readonly categories?: ListRule;
  /** The merchant's, ISO 3166-1 alpha-2. */
  readonly countries?: ListRule;
  readonly hours?: HoursRule;
  readonly velocity?: VelocityRule;
  /** Catches the first purchase of an agent at a merchant. */
  readonly newMerchant?: { readonly action: Action };
  /** Catches more than `times` what the agent's purchases in the currency came to on average, once it has made five. */
  readonly unusualAmount?: { readonly times: number; readonly action: Action };
  /** Catches an hour in which, the hours beside it included, the agent never bought, once it has made ten purchases. */
  readonly unusualHour?: { readonly action: Action };
};

/** Whose policy: the agent's own, or the one over all agents of its wallet. */
export type Policies = { readonly agent: Policy; readonly wallet: Policy };
export type Scope = keyof Policies;

/** What an agent bought before, counted. */
export type PastPurchases = {
  readonly count: number;
  readonly atMerchant: number;
  readonly inCurrency: { readonly count: number; readonly totalAmount: bigint };
  /** In the hour of the purchase and the two beside it. */
  readonly nearHour: number;
  /** In the span of each policy's velocity rule, counted no further than its number. */
  readonly recent: Readonly<Record<Scope, number>>;
};

/** A moment on the owner's clock: ISO weekday, minutes since midnight. */
export type LocalMoment = { readonly weekday: number; readonly minute: number };

/** What the agent's mandate, and the token that it shows, are for. */
export type MandateScope = {
  /** Handles, of both; null: any. */
  readonly merchants: readonly string[] | null;
  /** False: the agent was admitted for one purchase, and this is not it. */
  readonly coversPurchase: boolean;
};

/** What the payment network's assessment says, where it was asked. */
export type Risk = { readonly score: number; readonly signals: readonly string[] };

/** All that a decision follows from. Merchant and categories are the merchant's words, never the agent's. */
export type PurchaseFacts = {
  readonly agentStatus: AgentStatus;
  /** The agent and its token hold complete_purchase. */
  readonly mayComplete: boolean;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly merchant: { readonly handle: string; readonly country: string | null };
  readonly categories: readonly string[];
  readonly scope: MandateScope;
  readonly moment: LocalMoment;
  readonly budgets: Budgets;
  readonly past: PastPurchases;
  /** What the owner's passkey allowed beyond limits and questions, where it covers the purchase. */
  readonly authorizationId: string | null;
  /** The seam for the network's score (0 to 100); null: nobody was asked. */
  readonly risk: Risk | null;
  /** What the bank would say to the card that pays; null: nothing, or nobody was asked. */
  readonly cardObjection: CardObjection | null;
};

export type RuleName =
  | 'single_purchase'
  | 'pending_mandate'
  | 'permission'
  | 'currency'
  | 'per_transaction'
  | 'daily'
  | 'weekly'
  | 'monthly'
  | 'wallet'
  | 'merchant'
  | 'category'
  | 'country'
  | 'hours'
  | 'velocity'
  | 'new_merchant'
  | 'unusual_amount'
  | 'unusual_hour'
  | 'risk'
  | 'card'
  | 'card_limit'
  | 'card_daily';

/** A limit, what counts against it, and what is asked for: money in minor units, or a number of purchases. */
export type Figures = { readonly unit: 'money' | 'purchases'; readonly limit: bigint; readonly used: bigint; readonly requested: bigint };

/** A rule that caught the purchase. */
export type Finding = {
  readonly action: 'ask' | 'refuse';
  readonly rule: RuleName;
  /** Null for what is no rule of an owner's: mandate, permission, limits, risk. */
  readonly scope: Scope | null;
  readonly figures: Figures | null;
  /** To the owner, in a sentence or two. */
  readonly words: string;
  /** To the agent. */
  readonly nextStep: string;
};

export type Decision =
  | { readonly decision: 'allow'; readonly figures: Figures | null; /** Needed, so it is drawn on. */ readonly authorizationId: string | null }
  | ({ readonly decision: 'ask' } & Finding)
  | ({ readonly decision: 'refuse' } & Finding);
