import { type Currency, isCurrency, parseDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { AgentLimit } from './types';

/** Limits as a wire gives them: major units, as text or as a JSON number. */
export type LimitInput = {
  readonly currency: string;
  readonly per_transaction: string | number;
  readonly daily: string | number;
  readonly weekly?: string | number;
  readonly monthly: string | number;
};

/** `path` leads to the fault: [] for the whole set, [index, field] otherwise. */
export type LimitsError = { readonly code: 'invalid_limits'; readonly path: readonly (string | number)[]; readonly message: string };

const MAX_LIMIT_AMOUNT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Reads a set of limits, exactly: above zero, per transaction <= daily <= weekly (if given) <= monthly, no more decimals than the currency has, each
 * currency once. Answers them in the order of their currency codes.
 */
export function parseLimits(inputs: readonly LimitInput[]): Result<AgentLimit[], LimitsError> {
  const limits: AgentLimit[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseLimit(input, index);
    if (!parsed.ok) return parsed;
    if (limits.some((limit) => limit.currency === parsed.value.currency)) return invalid([index, 'currency'], 'Each currency may be given once.');
    limits.push(parsed.value);
  }
  return ok(limits.sort((a, b) => (a.currency < b.currency ? -1 : 1)));
}

function parseLimit(input: LimitInput, index: number): Result<AgentLimit, LimitsError> {
  if (!isCurrency(input.currency)) return invalid([index, 'currency'], 'This currency is not supported.');
  const { currency } = input;
  const perTransactionAmount = parseAmount(input.per_transaction, currency);
  if (perTransactionAmount === null) return invalidAmount(index, 'per_transaction', currency);
  const dailyAmount = parseAmount(input.daily, currency);
  if (dailyAmount === null) return invalidAmount(index, 'daily', currency);
  const weeklyAmount = input.weekly === undefined ? undefined : parseAmount(input.weekly, currency);
  if (weeklyAmount === null) return invalidAmount(index, 'weekly', currency);
  const monthlyAmount = parseAmount(input.monthly, currency);
  if (monthlyAmount === null) return invalidAmount(index, 'monthly', currency);
  if (perTransactionAmount > dailyAmount) return invalid([index, 'per_transaction'], 'per_transaction must not exceed daily.');
  if (weeklyAmount !== undefined && dailyAmount > weeklyAmount) return invalid([index, 'daily'], 'daily must not exceed weekly.');
  if (weeklyAmount !== undefined && weeklyAmount > monthlyAmount) return invalid([index, 'weekly'], 'weekly must not exceed monthly.');
  if (dailyAmount > monthlyAmount) return invalid([index, 'daily'], 'daily must not exceed monthly.');
  return ok({ currency, perTransactionAmount, dailyAmount, ...(weeklyAmount === undefined ? {} : { weeklyAmount }), monthlyAmount });
}

/** String(number) is the shortest text that reads back as the same double; an exponent in it is no plain decimal, so it is refused. */
function parseAmount(value: string | number, currency: Currency): bigint | null {
  const amount = parseDecimal(String(value), currency);
  return amount !== null && amount > 0n && amount <= MAX_LIMIT_AMOUNT ? amount : null;
}

const invalid = (path: readonly (string | number)[], message: string) => err({ code: 'invalid_limits', path, message } as const);
const invalidAmount = (index: number, field: string, currency: Currency) =>
  invalid([index, field], `${field} must be an amount above 0 in ${currency}, as a plain decimal with no more decimals than the currency has.`);
