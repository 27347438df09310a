import { formatMoney, money } from '@/lib/kernel/money';
import type { Checkout, CheckoutContent, CheckoutMessage, MessageSubject } from './types';

/**
 * What is different in a checkout that was priced anew, for those who approved it as it was. Pure. Each line whose list price moved; then delivery,
 * discounts, fee and tax, where they are not merely the consequence of those. A code that is no longer taken says so by itself.
 */
export function priceChanges(before: Checkout, after: CheckoutContent): CheckoutMessage[] {
  const show = (amount: bigint): string => formatMoney(money(amount, before.currency));
  const lines = after.lines.flatMap((line, index) => {
    const was = before.lines[index];
    const [then, now] = [was && (was.listAmount ?? was.unitAmount), line.listAmount ?? line.unitAmount];
    return then === undefined || then === now ? [] : [change({ field: 'line', index }, `${line.name} is now ${show(now)} a piece. It was ${show(then)}.`)];
  });
  const [was, is] = [before.totals, after.totals];
  const off = (totals: CheckoutContent['totals']): bigint => totals.discountAmount + totals.itemsDiscountAmount;
  const delivery = was.fulfillmentAmount === is.fulfillmentAmount ? [] : [change({ field: 'fulfillment_option' }, `Delivery is now ${show(is.fulfillmentAmount)}. It was ${show(was.fulfillmentAmount)}.`)];
  const isToldByCode = after.discounts.rejected.length > before.discounts.rejected.length;
  const discounts = off(was) === off(is) || isToldByCode || lines.length > 0 ? [] : [change({ field: 'payment' }, `Discounts now take ${show(off(is))} off. They took ${show(off(was))}.`)];
  const fee = was.feeAmount === is.feeAmount ? [] : [change({ field: 'payment' }, `The service fee is now ${show(is.feeAmount)}. It was ${show(was.feeAmount)}.`)];
  const others = [...lines, ...delivery, ...discounts, ...fee];
  if (others.length > 0 || isToldByCode || was.taxAmount === is.taxAmount) return others;
  return [change({ field: 'address' }, `Tax is now ${show(is.taxAmount)}. It was ${show(was.taxAmount)}.`)];
}

const change = (subject: MessageSubject, text: string): CheckoutMessage => ({ kind: 'warning', code: 'price_change', subject, text });
