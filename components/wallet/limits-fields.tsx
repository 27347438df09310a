'use client';

import { AmountField } from '@/components/ui/field';
import { parseDecimal, type Currency } from '@/lib/kernel/money';

export type SpendingLimits = { readonly per_transaction: string; readonly daily: string; readonly weekly?: string; readonly monthly: string; readonly currency: string };

const fieldName = (currency: Currency, window: string): string => `${currency}.${window}`;

/** The limits of one currency as the form holds them: the text that was typed, in major units. */
export function readLimits(form: FormData, currency: Currency): SpendingLimits {
  const at = (window: string): string => String(form.get(fieldName(currency, window)) ?? '').trim();
  const weekly = at('weekly');
  return { per_transaction: at('per_transaction'), daily: at('daily'), ...(weekly === '' ? {} : { weekly }), monthly: at('monthly'), currency };
}

/** What is wrong with limits, in words; null when they fit: above zero, and each purchase <= day <= week <= month. */
export function limitsFault({ per_transaction, daily, weekly, monthly }: SpendingLimits, currency: Currency): string | null {
  const [each, day, month] = [per_transaction, daily, monthly].map((text) => parseDecimal(text, currency));
  if (each == null || day == null || month == null) return `Write the ${currency} limits as amounts such as 50 or 49.90.`;
  if (each === 0n) return `The ${currency} limit for each purchase must be above zero.`;
  if (each > day || day > month) return `In ${currency}, a purchase may not exceed a day, and a day may not exceed a month.`;
  if (weekly === undefined) return null;
  const week = parseDecimal(weekly, currency);
  if (week === null) return `Write the ${currency} limits as amounts such as 50 or 49.90.`;
  return day <= week && week <= month ? null : `In ${currency}, a week must lie between a day and a month.`;
}

/**
 * The amounts for each purchase, a day, a month, and a week where one is wanted; side by side by the room that they have, not by the screen's:
 * a consent is a narrow sheet on a wide screen.
 */
export function LimitsFields({ currency, defaults, weekly = '' }: { currency: Currency; defaults: readonly [string, string, string]; weekly?: string }) {
  return (
    <div className="@container">
      <fieldset className="grid items-end gap-4 @xs:grid-cols-2 @2xl:grid-cols-4">
        <legend className="sr-only">Limits in {currency}</legend>
        <AmountField
          label={`Each purchase, ${currency}`}
          currency={currency}
          name={fieldName(currency, 'per_transaction')}
          defaultValue={defaults[0]}
          required
        />
        <AmountField label={`Each day, ${currency}`} currency={currency} name={fieldName(currency, 'daily')} defaultValue={defaults[1]} required />
        <AmountField label={`Each week, ${currency}`} currency={currency} name={fieldName(currency, 'weekly')} defaultValue={weekly} placeholder="no limit" />
        <AmountField label={`Each month, ${currency}`} currency={currency} name={fieldName(currency, 'monthly')} defaultValue={defaults[2]} required />
      </fieldset>
    </div>
  );
}
