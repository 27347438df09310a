import type { Card } from '@/lib/bank';
import { money, toDecimal, type Currency } from '@/lib/kernel/money';

/** The three bounds of a card in one currency, as they stand in its form; '' where there is none. */
export type LimitForm = { readonly currency: Currency; readonly perTransaction: string; readonly daily: string; readonly agentMaximum: string };

export type CardForm = Pick<Card, 'id' | 'brand' | 'last4' | 'status' | 'agentTransactionsEnabled'> & {
  readonly bankName: string;
  readonly limits: readonly LimitForm[];
};

/** A card as its form shows it: the currencies of its accounts, and those in which it has a limit. */
export function toCardForm(card: Card, bankName: string, accountCurrencies: readonly Currency[]): CardForm {
  const { id, brand, last4, status, agentTransactionsEnabled } = card;
  const currencies = [...new Set([...accountCurrencies, ...card.limits.map(({ currency }) => currency)])];
  return { id, brand, last4, status, agentTransactionsEnabled, bankName, limits: currencies.map((currency) => toLimitForm(card, currency)) };
}

function toLimitForm({ limits }: Card, currency: Currency): LimitForm {
  const limit = limits.find((each) => each.currency === currency);
  const text = (amount: bigint | null | undefined): string => (amount === null || amount === undefined ? '' : toDecimal(money(amount, currency)));
  return { currency, perTransaction: text(limit?.perTransactionAmount), daily: text(limit?.dailyAmount), agentMaximum: text(limit?.agentMaximumAmount) };
}

/** The limits that a form asks for, as the bank's API takes them: an empty field is no limit. */
export const readLimits = (form: FormData, currencies: readonly Currency[]): object[] =>
  currencies.map((currency) => {
    const read = (name: string): string | null => {
      const value = form.get(`${name}-${currency}`);
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
    };
    return { currency, per_transaction: read('per_transaction'), daily: read('daily'), agent_transaction_max_amount: read('agent_transaction_max_amount') };
  });
