import { sum } from '@/lib/kernel/money';
import type { BuyerHistory, Discount, DiscountCart, DiscountRefusal, RejectedCode } from './types';

export type Judgement = {
  /** As given, each once whatever its letter case. */
  readonly codes: readonly string[];
  /** In the order in which they are taken. */
  readonly accepted: readonly Discount[];
  readonly rejected: readonly RejectedCode[];
};

export type JudgeInput = {
  readonly codes: readonly string[];
  /** Those of the codes, and those that apply by themselves. */
  readonly discounts: readonly Discount[];
  readonly cart: DiscountCart;
  /** Null where nobody knows yet who buys. */
  readonly buyer: BuyerHistory | null;
  readonly now: Date;
};

/**
 * Which discounts a cart gets, and why each other code is not among them. Pure; the order in which codes are given decides nothing. A code
 * goes before what applies by itself; of two that do not combine, the one with the lower priority figure stays.
 */
export function judgeDiscounts({ codes, discounts, cart, buyer, now }: JudgeInput): Judgement {
  const given = onceEach(codes);
  const rejected = new Map<string, DiscountRefusal>();
  const candidates: { code: string; discount: Discount }[] = [];
  for (const code of given) {
    const discount = discounts.find((known) => known.code !== null && sameCode(known.code, code));
    const refusal = discount ? refusalOf(discount, { cart, buyer, now }) : 'discount_code_invalid';
    if (refusal !== null) rejected.set(code, refusal);
    else if (discount) candidates.push({ code, discount });
  }
  const accepted: Discount[] = [];
  for (const { code, discount } of candidates.toSorted((a, b) => inOrder(a.discount, b.discount))) {
    if (combines(discount, accepted)) accepted.push(discount);
    else rejected.set(code, 'discount_code_combination_disallowed');
  }
  for (const discount of discounts.filter(({ code }) => code === null).toSorted(inOrder)) {
    if (refusalOf(discount, { cart, buyer, now }) === null && combines(discount, accepted)) accepted.push(discount);
  }
  const repeated = codes.filter((code, index) => codes.findIndex((other) => sameCode(other, code)) < index);
  return {
    codes: given,
    accepted: accepted.toSorted(inOrder),
    rejected: [
      ...given.flatMap((code) => toRejected(code, rejected.get(code) ?? null)),
      ...repeated.flatMap((code) => toRejected(code, 'discount_code_already_applied')),
    ],
  };
}

const sameCode = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const onceEach = (codes: readonly string[]): string[] => codes.filter((code, index) => codes.findIndex((other) => sameCode(other, code)) === index);

/** By priority; the id decides between equals, so that the same cart always comes to the same. */
const inOrder = (a: Discount, b: Discount): number => a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const combines = (discount: Discount, others: readonly Discount[]): boolean =>
  others.length === 0 || (discount.combinable && others.every((other) => other.combinable));

type Circumstances = Pick<JudgeInput, 'cart' | 'buyer' | 'now'>;

function refusalOf(discount: Discount, { cart, buyer, now }: Circumstances): DiscountRefusal | null {
  if (discount.endsAt !== null && discount.endsAt <= now) return 'discount_code_expired';
  if (discount.startsAt !== null && discount.startsAt > now) return 'discount_code_invalid';
  if (discount.maxRedemptions !== null && discount.redeemedCount >= discount.maxRedemptions) return 'discount_code_usage_limit_reached';
  const ofBuyer = buyerRefusal(discount, buyer);
  if (ofBuyer !== null) return ofBuyer;
  if (sum(cart.lines.map(({ amount }) => amount)) < discount.minimumAmount) return 'discount_code_minimum_not_met';
  return holdsForSomething(discount, cart) ? null : 'discount_code_invalid';
}

function buyerRefusal(discount: Discount, buyer: BuyerHistory | null): DiscountRefusal | null {
  if (discount.maxPerBuyer === null && !discount.firstPurchaseOnly) return null;
  if (buyer === null) return 'discount_code_user_not_logged_in';
  if (discount.maxPerBuyer !== null && (buyer.redemptions.get(discount.id) ?? 0) >= discount.maxPerBuyer) return 'discount_code_usage_limit_reached';
  return discount.firstPurchaseOnly && buyer.hasBought ? 'discount_code_user_ineligible' : null;
}

const holdsForSomething = (discount: Discount, { lines }: DiscountCart): boolean =>
  discount.scope === 'order' || (discount.scope === 'shipping' && discount.targets.length === 0) || lines.some((line) => holdsForLine(discount, line));

/** Whether a discount on goods is taken from this line; one on shipping that names items asks for one of them. */
export function holdsForLine({ scope, targets }: Discount, line: DiscountCart['lines'][number]): boolean {
  if (scope === 'categories') return targets.includes(line.category);
  return scope === 'order' || targets.includes(line.itemId);
}

const TEXTS: Record<DiscountRefusal, string> = {
  discount_code_expired: 'is over',
  discount_code_invalid: 'does not hold for this cart',
  discount_code_already_applied: 'was given before',
  discount_code_combination_disallowed: 'cannot be combined with another discount of this cart',
  discount_code_minimum_not_met: 'needs goods for more than this cart holds',
  discount_code_user_not_logged_in: "needs the buyer's email",
  discount_code_user_ineligible: 'holds for a first purchase',
  discount_code_usage_limit_reached: 'was used as often as it may be',
};

const toRejected = (code: string, reason: DiscountRefusal | null): RejectedCode[] => (reason === null ? [] : [{ code, reason, text: `The code ${code} ${TEXTS[reason]}.` }]);
