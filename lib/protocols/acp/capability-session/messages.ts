import type { CheckoutMessage } from '@/lib/checkout';
import { paramOfPaths } from '../param-of';

/** MessageError.code and MessageWarning.code, as far as the checkout has them. What has no word there is `invalid`, or merely info. */
const ERRORS: readonly string[] = [
  'missing',
  'invalid',
  'out_of_stock',
  'payment_declined',
  'requires_3ds',
  'low_stock',
  'quantity_exceeded',
  'minimum_not_met',
  'region_restricted',
];
const WARNINGS: readonly string[] = [
  'low_stock',
  'price_change',
  'discount_code_expired',
  'discount_code_invalid',
  'discount_code_already_applied',
  'discount_code_combination_disallowed',
  'discount_code_minimum_not_met',
  'discount_code_user_not_logged_in',
  'discount_code_user_ineligible',
  'discount_code_usage_limit_reached',
];

export function writeMessage({ kind, code, subject, text }: CheckoutMessage): object {
  const common = { param: paramOf(subject), content_type: 'plain', content: text };
  if (kind === 'error') return { type: 'error', code: ERRORS.includes(code) ? code : 'invalid', severity: 'high', ...common };
  if (kind === 'warning' && WARNINGS.includes(code)) return { type: 'warning', code, severity: 'low', ...common };
  return { type: 'info', severity: 'info', ...common };
}

const SELECTED = '$.selected_fulfillment_options';

export const paramOf = paramOfPaths({
  address: '$.fulfillment_details.address',
  option: SELECTED,
  group: (index) => `$.fulfillment_groups[${index}]`,
  discountCode: (index) => `$.discounts.codes[${index}]`,
  authentication: '$.authentication_result',
});

export const paramOfOption = (index: number | undefined): string => (index === undefined ? SELECTED : `${SELECTED}[${index}].option_id`);

export const paramOfChosenItem = (index: number, itemIndex: number | null): string => `${SELECTED}[${index}]${itemIndex === null ? '' : `.item_ids[${itemIndex}]`}`;
