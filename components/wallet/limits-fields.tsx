'use client';

import { AmountField } from '@/components/ui/field';
import { parseDecimal, type Currency } from '@/lib/kernel/money';

export type SpendingLimits = { readonly per_transaction: string; readonly daily: string; readonly monthly: string; readonly currency: string };

const fieldName = (currency: Currency, window: string): string => `${currency}.${window}`;

/** The limits of one currency as the form holds them: the text that was typed, in major units. */
export function readLimits(form: FormData, currency: Currency): SpendingLimits {
  const at = (window: string): string => String(form.get(fieldName(currency, window)) ?? '').trim();
  return { per_transaction: at('per_transaction'), daily: at('daily'), monthly: at('monthly'), currency };
}

/** What is wrong with limits, in words; null when they fit: above zero, and each purchase <= day <= month. */
export function limitsFault({ per_transaction, daily, monthly }: SpendingLimits, currency: Currency): string | null {
  const [each, day, month] = [per_transaction, daily, monthly].map((text) => parseDecimal(text, currency));
  if (each == null || day == null || month == null) return `Write the ${currency} limits as amounts such as 50 or 49.90.`;
  if (each === 0n) return `The ${currency} limit for each purchase must be above zero.`;
  return each <= day && day <= month ? null : `In ${currency}, a purchase may not exceed a day, and a day may not exceed a month.`;
}

/** Three amounts: for each purchase, a day and a month. */
export function LimitsFields({ currency, defaults }: { currency: Currency; defaults: readonly [string, string, string] }) {
  return (
    <fieldset className="grid gap-4 sm:grid-cols-3">
      <legend className="sr-only">Limits in {currency}</legend>
      <AmountField
        label={`Each purchase, ${currency}`}
        currency={currency}
        name={fieldName(currency, 'per_transaction')}
        defaultValue={defaults[0]}
        required
      />
      <AmountField label={`Each day, ${currency}`} currency={currency} name={fieldName(currency, 'daily')} defaultValue={defaults[1]} required />
      <AmountField label={`Each month, ${currency}`} currency={currency} name={fieldName(currency, 'monthly')} defaultValue={defaults[2]} required />
    </fieldset>
  );
}
