import { numberFormat } from './formats';
import { invariant } from './invariant';

/** Minor-unit exponents: ISO 4217, and USDC with its six on-chain decimals. */
const EXPONENT = { AUD: 2, CAD: 2, CHF: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3, SEK: 2, USD: 2, USDC: 6 } as const;
export type Currency = keyof typeof EXPONENT;

/** An amount in minor units (cents, yen, fils) of one currency. Never a float, never bare. */
export type Money = { readonly amount: bigint; readonly currency: Currency };

export const CURRENCIES = Object.keys(EXPONENT) as readonly Currency[];
export const isCurrency = (code: string): code is Currency => Object.hasOwn(EXPONENT, code);
export const money = (amount: bigint, currency: Currency): Money => ({ amount, currency });

export function toCurrency(code: string): Currency {
  invariant(isCurrency(code), `known currency: ${code}`);
  return code;
}

export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

/** Rates are kept to the hundredth of a basis point: 9.975 % is 997.5. */
const RATE_ONE = 1_000_000n;
const toRate = (basisPoints: number): bigint => BigInt(Math.round(basisPoints * 100));

/** `amount x basisPoints / 10 000`, half away from zero: the rounding that tax tables are quoted in. */
export const applyBasisPoints = (amount: bigint, basisPoints: number): bigint => divideHalfAway(amount * toRate(basisPoints), RATE_ONE);

/** What an amount was before `basisPoints` were put on it, half away from zero: the net of a price that holds its tax. */
export const withoutBasisPoints = (amount: bigint, basisPoints: number): bigint => divideHalfAway(amount * RATE_ONE, RATE_ONE + toRate(basisPoints));

function divideHalfAway(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor : divisor;
  return (2n * dividend + half) / (2n * divisor);
}

/** Splits `total` in proportion to `weights`, losing no unit: parts sum to `total`, the earliest take what remains. */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  invariant(total >= 0n, 'allocate: total is not negative');
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / whole);
  let left = total - sum(parts);
  return parts.map((part, index) => {
    if (left === 0n || weights[index] === 0n) return part;
    left -= 1n;
    return part + 1n;
  });
}

/**
 * Splits `total` in proportion to `weights` by the largest remainder, losing no unit: each part is its exact share, rounded down or up, the units
 * that are left going to those that lost most, the earliest first. No part is more than its weight as long as `total` is not more than all of them.
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  invariant(total >= 0n, 'apportion: total is not negative');
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / whole);
  const lost = weights.map((weight, index) => ({ index, remainder: (total * weight) % whole }));
  const raised = lost.toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1)).slice(0, Number(total - sum(parts)));
  for (const { index } of raised) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/** The JSON integer of minor units that ACP and UCP carry. Refuses what a double cannot hold. */
export function toWireAmount(amount: bigint): number {
  invariant(amount <= BigInt(Number.MAX_SAFE_INTEGER), 'amount fits a JSON integer');
  invariant(amount >= BigInt(Number.MIN_SAFE_INTEGER), 'amount fits a JSON integer');
  return Number(amount);
}

/** `1234.50`: major units as SACP, statements and signed records write them, with all decimals of the currency. */
export function toDecimal({ amount, currency }: Money): string {
  const exponent = EXPONENT[currency];
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, '0');
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return `${amount < 0n ? '-' : ''}${text}`;
}

/**
 * Major units as text (`49.99`, `49`) to minor units. Null for anything that is no plain decimal or has more decimals than
 * the currency: an amount is never rounded on the way in.
 */
export function parseDecimal(text: string, currency: Currency): bigint | null {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  const exponent = EXPONENT[currency];
  if (fraction.length > exponent) return null;
  return BigInt(whole + fraction.padEnd(exponent, '0'));
}

/** For people only: `$1,234.50`. Intl takes a decimal string, so no float is made on the way. */
export function formatMoney(value: Money, locale = 'en-CA'): string {
  if (value.currency === 'USDC') return `${toDecimal(value)} USDC`;
  const decimal = toDecimal(value) as `${number}`;
  return numberFormat(locale, { style: 'currency', currency: value.currency, currencyDisplay: 'narrowSymbol' }).format(decimal);
}
