import { toDay } from '@/lib/kernel/day';
import { isCurrency, parseDecimal, type Currency } from '@/lib/kernel/money';
import type { PaymentStatus } from './types';

/** What a payment may be looked for by: its own states, and what went back of it. */
export const PAYMENT_STATES = ['step_up_required', 'approved', 'completed', 'refunded', 'rejected', 'failed', 'expired', 'voided'] as const satisfies readonly (PaymentStatus | 'refunded')[];
export type PaymentStateName = (typeof PAYMENT_STATES)[number];

/** Which payments of a wallet are meant; what is left out does not matter. */
export type PaymentFilter = {
  readonly agentId?: string;
  /** Handle. */
  readonly merchant?: string;
  readonly status?: PaymentStateName;
  /** Days of the owner's calendar, YYYY-MM-DD, both included. */
  readonly from?: string;
  readonly until?: string;
  readonly currency?: Currency;
  /** In minor units of `currency`, both included. */
  readonly minAmount?: bigint;
  readonly maxAmount?: bigint;
  /** In the names of merchant, agent and goods, in the order's number and in ids. */
  readonly search?: string;
};

/** A filter as it stands in an address: text, each part with a value of its own. */
export type FilterInput = Readonly<Partial<Record<'agent' | 'merchant' | 'status' | 'from' | 'until' | 'currency' | 'min' | 'max' | 'q', string | undefined>>>;
export type FilterFault = { readonly field: keyof FilterInput; readonly message: string };

const MAX_SEARCH = 100;

/**
 * The filter that an address asks for, and what in it makes no sense: that part then filters nothing. Amounts are decimals in major units of
 * `currency`; where none is named, of the only one that the wallet ever paid in.
 */
export function decideFilter(input: FilterInput, known: { currencies: readonly Currency[] }): { filter: PaymentFilter; faults: readonly FilterFault[] } {
  const faults: FilterFault[] = [];
  const take = <T>(field: keyof FilterInput, parse: (text: string) => T | null, message: string): T | undefined => {
    const text = input[field];
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === null) faults.push({ field, message });
    return value ?? undefined;
  };
  const only = known.currencies.length === 1 ? known.currencies[0] : undefined;
  const hasAmount = input.min !== undefined || input.max !== undefined;
  const currency = take('currency', toCurrencyOrNull, 'This is no currency that is known here.') ?? (hasAmount ? only : undefined);
  if (hasAmount && currency === undefined) faults.push({ field: 'currency', message: 'Choose a currency to look for an amount.' });
  const amount = (text: string): bigint | null => (currency === undefined ? 0n : parseDecimal(text, currency));
  const filter: PaymentFilter = {
    agentId: input.agent,
    merchant: input.merchant,
    status: take('status', toState, 'There is no such status.'),
    from: take('from', toDay, 'Write the day as 2026-11-30.'),
    until: take('until', toDay, 'Write the day as 2026-11-30.'),
    currency,
    minAmount: take('min', amount, 'Write an amount such as 20 or 19.90.'),
    maxAmount: take('max', amount, 'Write an amount such as 20 or 19.90.'),
    search: input.q?.trim().slice(0, MAX_SEARCH),
  };
  return { filter: currency === undefined ? { ...filter, minAmount: undefined, maxAmount: undefined } : filter, faults };
}

const toCurrencyOrNull = (text: string): Currency | null => (isCurrency(text) ? text : null);
const toState = (text: string): PaymentStateName | null => PAYMENT_STATES.find((name) => name === text) ?? null;
