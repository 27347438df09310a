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

/** `amount x basisPoints / 10 000`, half away from zero: the rounding that tax tables are quoted in. */
export function applyBasisPoints(amount: bigint, basisPoints: number): bigint {
  const product = amount * BigInt(basisPoints);
  const half = product < 0n ? -5_000n : 5_000n;
  return (product + half) / 10_000n;
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
  return new Intl.NumberFormat(locale, { style: 'currency', currency: value.currency, currencyDisplay: 'narrowSymbol' }).format(decimal);
}
