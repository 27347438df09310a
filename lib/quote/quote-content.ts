import type { Checkout } from '@/lib/checkout';
import { jsonHash } from '@/lib/kernel/hash';
import { money, sum, toDecimal, toWireAmount } from '@/lib/kernel/money';
import type { PaymentMethod, Storefront } from '@/lib/storefront';
import { decideRisk } from './decide-risk';
import type { PickupWindow, QuoteContent } from './types';

type ContentInput = {
  readonly checkout: Checkout;
  readonly storefront: Storefront;
  /** Names in the language that was asked for, by sku. */
  readonly names: ReadonlyMap<string, string>;
  readonly paymentMethod: PaymentMethod;
  readonly window: PickupWindow | null;
  readonly etaAt: Date;
  readonly includesTax: boolean;
  readonly publicOrigin: string;
} & Pick<Parameters<typeof decideRisk>[0], 'doubledMedian' | 'load'>;

/** What is answered of a checkout that is a quote. Pure. Lines are at list prices, so that they read like the menu. */
export function toQuoteContent(input: ContentInput): QuoteContent {
  const { checkout, storefront, window } = input;
  const { totals, currency } = checkout;
  const lines = checkout.lines.map(({ itemId, name, quantity, unitAmount, listAmount = unitAmount }) => ({ itemId, name: input.names.get(itemId) ?? name, quantity, listAmount }));
  const listed = sum(lines.map(({ listAmount, quantity }) => listAmount * BigInt(quantity)));
  const subtotal = totals.totalAmount - totals.feeAmount;
  // Of prices that hold their tax a discount is told as what it takes of them.
  const discount = input.includesTax ? listed + totals.fulfillmentAmount - subtotal : totals.itemsDiscountAmount + totals.discountAmount;
  return {
    quoteId: checkout.id,
    currency,
    subtotalCents: toWireAmount(subtotal),
    ...(discount > 0n && { discountCents: toWireAmount(discount) }),
    ...(!input.includesTax && totals.taxAmount > 0n && { taxCents: toWireAmount(totals.taxAmount) }),
    feeCents: toWireAmount(totals.feeAmount),
    totalCents: toWireAmount(totals.totalAmount),
    lineItems: lines.map(({ itemId, name, quantity, listAmount }) => ({
      sku: itemId, name, qty: quantity, unitPriceCents: toWireAmount(listAmount), lineTotalCents: toWireAmount(listAmount * BigInt(quantity)),
    })),
    fulfillment: { type: 'pickup', window: window && windowText(window) },
    pickupETA: input.etaAt.toISOString(),
    expiresAt: checkout.expiresAt.toISOString(),
    paymentMethod: input.paymentMethod,
    availablePaymentMethods: storefront.paymentMethods,
    walletSetupUrl: walletSetupUrl(input.publicOrigin),
    paymentInstructions: INSTRUCTIONS[input.paymentMethod](`${toDecimal(money(totals.totalAmount, currency))} ${currency}`),
    merchantHandle: checkout.merchantHandle,
    merchantAddress: storefront.address,
    ...decideRisk({ totalAmount: totals.totalAmount, doubledMedian: input.doubledMedian, load: input.load }),
  };
}

export const quoteHash = (content: QuoteContent): string => `sha256:${jsonHash(content)}`;

export const windowText = ({ startsAt, endsAt }: PickupWindow): string => `${startsAt.toISOString()}/${endsAt.toISOString()}`;

export const walletSetupUrl = (publicOrigin: string): string => `${publicOrigin}/v1/wallet-setup`;

const INSTRUCTIONS: Record<PaymentMethod, (amount: string) => string> = {
  card: (amount) => `Card payment required: ${amount}. Confirm your order to complete checkout securely by card.`,
  wallet: (amount) => `Wallet payment required: ${amount}. Confirm with your agent's token, or with a payment token for this quote.`,
};
