import { formatMoney, type Money as MoneyValue } from '@/lib/kernel/money';
import { cx } from './cx';

/** An amount as text, with a true minus sign and, where two dollars could be meant, its code. */
export function amountText(value: MoneyValue, { code = false, plus = false, locale }: { code?: boolean; plus?: boolean; locale?: string } = {}): string {
  const text = formatMoney(value, locale).replace('-', '\u2212');
  const signed = plus && value.amount > 0n ? `+${text}` : text;
  return code ? `${signed} ${value.currency}` : signed;
}

/** An amount in tabular figures. */
export function Money({ value, code, plus, locale, className }: { value: MoneyValue; code?: boolean; plus?: boolean; locale?: string; className?: string }) {
  return <span className={cx('tabular whitespace-nowrap', className)}>{amountText(value, { code, plus, locale })}</span>;
}
