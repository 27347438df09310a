import type { CheckoutMessage, MessageSubject } from '@/lib/checkout';
import { unreachable } from '@/lib/kernel/invariant';

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

export function paramOf(subject: MessageSubject): string {
  switch (subject.field) {
    case 'line':
      return `$.line_items[${subject.index}]`;
    case 'buyer':
      return '$.buyer';
    case 'buyer_email':
      return '$.buyer.email';
    case 'address':
      return '$.fulfillment_details.address';
    case 'fulfillment_option':
      return '$.selected_fulfillment_options';
    case 'fulfillment_group':
      return `$.fulfillment_groups[${subject.index}]`;
    case 'discount_code':
      return `$.discounts.codes[${subject.index}]`;
    case 'authentication':
      return '$.authentication_result';
    case 'payment':
      return '$.payment_data';
    default:
      return unreachable(subject);
  }
}
