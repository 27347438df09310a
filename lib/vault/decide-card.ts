import cardValidator from 'card-validator';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { CardFacts, CardFault, GivenCard } from './types';

const BIN_DIGITS = 6;

/** Whether a card could be charged at all: its number, its expiry, its verification code where one was given. */
export function decideCard(card: GivenCard, now: Date): Result<CardFacts, { readonly code: CardFault }> {
  const { number, expiry, verificationCode } = card;
  const checked = cardValidator.number(number, { luhnValidateUnionPay: true });
  if (!/^\d{12,19}$/.test(number) || !checked.isValid || !checked.card) return err({ code: 'number_invalid' });
  if (expiry && endOfMonth(expiry) <= now) return err({ code: 'expired' });
  const { type: brand, code } = checked.card;
  if (verificationCode !== null && !(/^\d+$/.test(verificationCode) && verificationCode.length === code.size)) return err({ code: 'verification_code_invalid' });
  return ok({ brand, bin: number.slice(0, BIN_DIGITS), last4: number.slice(-4) });
}

/** A card is good until the last moment of its month (ISO/IEC 7813). */
const endOfMonth = ({ month, year }: { month: number; year: number }): Date => new Date(Date.UTC(year, month, 1));
