import type { Item } from '@/lib/catalog';
import type { AppliedDiscount, Cut, DiscountTarget } from '@/lib/discount';
import { sum } from '@/lib/kernel/money';
import type { TaxRate } from '@/lib/ports';
import type { OfferedOption } from './offer-options';
import { priceAmount, ratesFor, sumOf, type Priced } from './take-tax';
import type { CheckoutLine, CheckoutTotals, FulfillmentOption, FulfillmentSelection } from './types';

/** A line before it is priced. */
export type LineDraft = { readonly id: string; readonly item: Item; readonly quantity: number; readonly rates: readonly TaxRate[] };
export type OptionDraft = { readonly option: OfferedOption; readonly rates: readonly TaxRate[] };

export type PriceInput = {
  readonly lines: readonly LineDraft[];
  readonly options: readonly OptionDraft[];
  readonly selections: readonly FulfillmentSelection[];
  /** At list prices, in the order in which they are taken; of the chosen options in the order of `selections`. */
  readonly cuts: readonly Cut[];
  /** List prices hold their tax. */
  readonly includesTax: boolean;
  /** The merchant's service fee, tax included: discounts take nothing from it. */
  readonly feeAmount: bigint;
};

export type PricedParts = {
  readonly lines: readonly CheckoutLine[];
  readonly options: readonly FulfillmentOption[];
  readonly applied: readonly AppliedDiscount[];
  readonly totals: CheckoutTotals;
};

/**
 * Everything in figures: lines and options with their taxes, discounts with what each takes from where, and what it comes to. Pure. Tax is on what
 * the discounts leave, half away from zero for each line and tax. Quantities of one item add up against its stock.
 */
export function priceCheckout({ lines, options, selections, cuts, includesTax, feeAmount }: PriceInput): PricedParts {
  const goodsCuts = cuts.filter(({ from }) => from !== 'fulfillment');
  const fulfillmentCuts = cuts.filter(({ from }) => from === 'fulfillment');
  const shareAt = (index: number) => ({ shares }: Cut): bigint => shares[index] ?? 0n;

  const pricedLines = lines.map(({ item, quantity, rates }, index) =>
    priceAmount({ unitAmount: item.amount, pieces: quantity, cuts: goodsCuts.map(shareAt(index)), rates: ratesFor(rates, item.category), includesTax }),
  );
  const pricedOptions = options.map(({ option, rates }) => {
    const place = selections.findIndex(({ optionId }) => optionId === option.id);
    const taken = place < 0 ? [] : fulfillmentCuts.map(shareAt(place));
    return priceAmount({ unitAmount: option.listAmount, pieces: 1, cuts: taken, rates: ratesFor(rates, ''), includesTax });
  });

  const toLine = lineMaker(lines, goodsCuts);
  const checkoutLines = lines.map((draft, index) => toLine(draft, pricedLines[index] ?? NOTHING));
  const checkoutOptions = options.map(({ option }, index) => toOption(option, pricedOptions[index] ?? NOTHING));
  const applied = cuts.map((cut) => {
    const priced = cut.from === 'fulfillment' ? pricedOptions : pricedLines;
    const place = (cut.from === 'fulfillment' ? fulfillmentCuts : goodsCuts).indexOf(cut);
    return toApplied(cut, priced.map(({ cutAmounts }) => cutAmounts[place] ?? 0n));
  });
  return { lines: checkoutLines, options: checkoutOptions, applied, totals: addUp({ lines: checkoutLines, selections, options: checkoutOptions, applied, feeAmount }) };
}

const NOTHING: Priced = { netAmount: 0n, cutAmounts: [], taxes: [] };

function lineMaker(drafts: readonly LineDraft[], cuts: readonly Cut[]) {
  const wanted = new Map<string, bigint>();
  for (const { item, quantity } of drafts) wanted.set(item.id, (wanted.get(item.id) ?? 0n) + BigInt(quantity));
  return ({ id, item, quantity }: LineDraft, { netAmount, cutAmounts, taxes }: Priced): CheckoutLine => {
    const discountAmount = sum(cutAmounts.filter((_, index) => cuts[index]?.from === 'lines'));
    const subtotalAmount = netAmount - discountAmount;
    const taxAmount = sumOf(taxes);
    return {
      id,
      itemId: item.id,
      name: item.name,
      category: item.category,
      description: item.description,
      imagePath: item.imagePath,
      quantity,
      unitAmount: netAmount / BigInt(quantity),
      baseAmount: netAmount,
      discountAmount,
      subtotalAmount,
      taxAmount,
      taxes,
      totalAmount: subtotalAmount + taxAmount,
      inStock: item.stock === null || item.stock >= (wanted.get(item.id) ?? 0n),
      listAmount: item.amount,
      delivery: item.delivery,
    };
  };
}

function toOption({ listAmount: _listAmount, ...option }: OfferedOption, { netAmount, taxes }: Priced): FulfillmentOption {
  const taxAmount = sumOf(taxes);
  return { ...option, subtotalAmount: netAmount, taxAmount, totalAmount: netAmount + taxAmount, taxes };
}

/** `amounts`: what it takes of each line or option, net of tax. */
function toApplied({ discount, from }: Cut, amounts: readonly bigint[]): AppliedDiscount {
  const amount = sum(amounts);
  const whole = (target: DiscountTarget): AppliedDiscount['allocations'] => (amount === 0n ? [] : [{ target, amount }]);
  return {
    id: `applied_${discount.id}`,
    code: discount.code,
    couponId: discount.id,
    name: discount.name,
    percentBasisPoints: discount.percentBasisPoints,
    offAmount: discount.offAmount,
    amount,
    method: discount.method,
    priority: discount.priority,
    startsAt: discount.startsAt?.toISOString() ?? null,
    endsAt: discount.endsAt?.toISOString() ?? null,
    allocations:
      from === 'lines'
        ? amounts.flatMap((share, index) => (share === 0n ? [] : [{ target: { kind: 'line' as const, index }, amount: share }]))
        : whole({ kind: from === 'order' ? 'subtotal' : 'fulfillment' }),
  };
}

function addUp({ lines, selections, options, applied, feeAmount }: Omit<PricedParts, 'totals'> & Pick<PriceInput, 'selections' | 'feeAmount'>): CheckoutTotals {
  const chosen = options.filter(({ id }) => selections.some(({ optionId }) => optionId === id));
  const itemsBaseAmount = sum(lines.map((line) => line.baseAmount));
  const itemsDiscountAmount = sum(lines.map((line) => line.discountAmount));
  const subtotalAmount = itemsBaseAmount - itemsDiscountAmount;
  const discountAmount = sum(applied.map(({ amount }) => amount)) - itemsDiscountAmount;
  const fulfillmentAmount = sum(chosen.map((option) => option.subtotalAmount));
  const taxAmount = sum(lines.map((line) => line.taxAmount)) + sum(chosen.map((option) => option.taxAmount));
  return {
    itemsBaseAmount,
    itemsDiscountAmount,
    subtotalAmount,
    discountAmount,
    fulfillmentAmount,
    taxAmount,
    feeAmount,
    totalAmount: subtotalAmount - discountAmount + fulfillmentAmount + taxAmount + feeAmount,
  };
}
