import { createHmac } from 'node:crypto';
import type { Keyring } from '@/lib/kernel/keyring';
import type { CardFault } from './types';

export type GivenCard = { readonly number: string; /** As written, `03`. */ readonly expMonth: string; /** `2030` or `30`. */ readonly expYear: string };

/** Tells a card from another without telling its number: keyed, so that nobody can try out all numbers. */
export const cardFingerprint = (keyring: Keyring, number: string): string => createHmac('sha256', keyring.derive('card.fingerprint')).update(number).digest('base64url');

/** The first fault of a card, or null: 12 to 19 digits with their check digit (ISO/IEC 7812), in force until the end of its month. */
export function findCardFault({ number, expMonth, expYear }: GivenCard, now: Date): CardFault | null {
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) return 'number';
  if (!/^(0?[1-9]|1[0-2])$/.test(expMonth)) return 'exp_month';
  if (!/^(\d{2}|\d{4})$/.test(expYear)) return 'exp_year';
  const year = expYear.length === 2 ? 2000 + Number(expYear) : Number(expYear);
  const endsAt = Date.UTC(year, Number(expMonth), 1);
  if (now.getTime() < endsAt) return null;
  return year < now.getUTCFullYear() ? 'exp_year' : 'exp_month';
}

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
