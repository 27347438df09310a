import type { CardObjection } from '@/lib/ports';
import type { BankId } from './banks';
import { demandsAuthentication, type CardBehaviour } from './test-cards';
import type { BankAccount, CardControls, HoldRefusal } from './types';

/** A card as a hold finds it: its bank, its controls, what its issuer says and asks, and the holder's account in the asked currency, if there is one. */
export type CardSource = CardControls & CardBehaviour & { readonly bank: BankId; readonly downSince: Date | null; readonly account: BankAccount | null };

export type Purchase = {
  readonly amount: bigint;
  readonly currency: string;
  readonly byAgent: boolean;
  readonly humanPresent: boolean;
  /** The issuer has authenticated the holder for it (3-D Secure). */
  readonly authenticated: boolean;
  /** By this card within 24 hours, where a daily limit needs it. */
  readonly spentAmount: bigint;
};

/** Whether a card may be drawn on at all; what the account can bear is the ledger's to say. */
export function decideHold(source: CardSource | null, purchase: Purchase): { readonly refusal: HoldRefusal } | { readonly account: BankAccount } {
  if (!source) return { refusal: 'card_not_found' };
  const objection = decideControls(source, purchase);
  if (objection) return { refusal: objection };
  if (demandsAuthentication(source.authentication) && !purchase.authenticated) return { refusal: 'authentication_required' };
  if (source.outcome !== 'approves') return { refusal: source.outcome };
  if (!source.account) return { refusal: 'currency_not_held' };
  return { account: source.account };
}

/** What the holder's controls say no to, the strictest first; null where they let it pass. */
export function decideControls(controls: CardControls, { amount, currency, byAgent, humanPresent, spentAmount }: Omit<Purchase, 'authenticated'>): CardObjection | null {
  const limit = limitIn(controls, currency);
  const exceeds = (bound: bigint | null | undefined, sum: bigint): boolean => bound !== null && bound !== undefined && sum > bound;
  if (controls.status === 'frozen') return 'card_frozen';
  if (byAgent && !controls.agentTransactionsEnabled) return 'agent_not_allowed';
  if (exceeds(limit?.perTransactionAmount, amount)) return 'card_limit_exceeded';
  if (exceeds(limit?.dailyAmount, spentAmount + amount)) return 'card_daily_limit_exceeded';
  return byAgent && !humanPresent && exceeds(limit?.agentMaximumAmount, amount) ? 'agent_limit_exceeded' : null;
}

export const limitIn = ({ limits }: Pick<CardControls, 'limits'>, currency: string) => limits.find((limit) => limit.currency === currency);
