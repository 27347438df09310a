import type { TypedCard } from '@/lib/hosted-checkout';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';

/** The fields of the page, by the names that they are sent under. */
export type CardField = 'number' | 'expiry' | 'csc';
export type FieldFaults = Readonly<Partial<Record<CardField, string>>>;

export type CardFormRefusal = { readonly code: 'invalid_fields'; readonly faults: FieldFaults };

const NAME_MAX_LENGTH = 100;

/** What each field must be before a card is looked at. Spaces and hyphens are how people write numbers. */
export function readCard(form: URLSearchParams): Result<TypedCard, CardFormRefusal> {
  const field = (name: string): string => form.get(name) ?? '';
  const number = field('number').replaceAll(/[\s-]/g, '');
  const expiry = readExpiry(field('expiry'));
  const verificationCode = field('csc').trim();
  const faults: FieldFaults = {
    ...(!/^\d{12,19}$/.test(number) && { number: 'Enter the number of the card, 12 to 19 digits.' }),
    ...(expiry === null && { expiry: 'Enter month and year as on the card, such as 04/29.' }),
    ...(!/^\d{3,4}$/.test(verificationCode) && { csc: 'Enter the 3 or 4 digits of the security code.' }),
  };
  if (expiry === null || Object.keys(faults).length > 0) return err({ code: 'invalid_fields', faults });
  return ok({ number, expiry, verificationCode, holderName: cleanText(field('name'), NAME_MAX_LENGTH) || null });
}

/** `04/29`, `4 / 2029`, `0429` and what autofill writes, `2029-04`. */
export function readExpiry(text: string): TypedCard['expiry'] | null {
  const compact = text.replaceAll(/\s/g, '');
  const [, iso, isoMonth] = /^(\d{4})-(\d{2})$/.exec(compact) ?? [];
  const [, written, writtenYear] = /^(\d{1,2})[/.-](\d{2}|\d{4})$/.exec(compact) ?? /^(\d{2})(\d{2}|\d{4})$/.exec(compact) ?? [];
  const [monthText, yearText] = iso === undefined ? [written, writtenYear] : [isoMonth, iso];
  if (monthText === undefined || yearText === undefined) return null;
  const month = Number(monthText);
  const year = Number(yearText.length === 2 ? `20${yearText}` : yearText);
  return month >= 1 && month <= 12 ? { month, year } : null;
}
