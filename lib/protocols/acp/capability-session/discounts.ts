import { z } from 'zod';
import type { AppliedDiscount, Checkout, DiscountTarget } from '@/lib/checkout';
import { unreachable } from '@/lib/kernel/invariant';
import { toWireAmount } from '@/lib/kernel/money';
import { list, text } from '../schema';
import { discountsAreActive } from './capabilities';

// The discount extension, in 2026-01-30 and 2026-04-17.

/** Each is looked up and judged with all others, so there is an end to them. */
const MAX_CODES = 25;
const codes = list(text).max(MAX_CODES);

export const discountFields = { coupons: codes.optional(), discounts: z.strictObject({ codes: codes.optional() }).optional() };

type Codes = { readonly coupons?: readonly string[]; readonly discounts?: { readonly codes?: readonly string[] } };

/** `coupons` is the older name: codes win (rules.md, ACP). [] takes all codes away; undefined says nothing of them. */
export const toDiscountCodes = ({ coupons, discounts }: Codes): readonly string[] | undefined => discounts?.codes ?? coupons;

/** DiscountsResponse, wherever the extension is active. */
export function writeDiscounts(checkout: Checkout): object | undefined {
  if (!discountsAreActive(checkout)) return undefined;
  const { codes, applied, rejected } = checkout.discounts;
  return {
    codes,
    applied: applied.map((discount) => toApplied(discount, checkout.currency.toLowerCase())),
    rejected: rejected.map(({ code, reason, text: message }) => ({ code, reason, message })),
  };
}

const toApplied = (discount: AppliedDiscount, currency: string): object => ({
  id: discount.id,
  code: discount.code ?? undefined,
  coupon: {
    id: discount.couponId,
    name: discount.name,
    ...(discount.percentBasisPoints !== null && { percent_off: discount.percentBasisPoints / 100 }),
    ...(discount.offAmount !== null && { amount_off: toWireAmount(discount.offAmount), currency }),
    duration: 'once',
  },
  amount: toWireAmount(discount.amount),
  automatic: discount.code === null,
  start: discount.startsAt ?? undefined,
  end: discount.endsAt ?? undefined,
  method: discount.method,
  priority: discount.priority,
  allocations: discount.allocations.map(({ target, amount }) => ({ path: pathOf(target), amount: toWireAmount(amount) })),
});

function pathOf(target: DiscountTarget): string {
  switch (target.kind) {
    case 'line':
      return `$.line_items[${target.index}]`;
    case 'subtotal':
      return '$.totals.subtotal';
    case 'fulfillment':
      return '$.totals.fulfillment';
    default:
      return unreachable(target);
  }
}
