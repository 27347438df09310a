import { absoluteUrl } from '@/lib/kernel/absolute-url';
import { authenticationMetadata } from '../authentication-metadata';
import type { Checkout, CheckoutLine, CheckoutMessage, CheckoutStatus } from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';
import { checkoutTotals, lineTotals, orAbsent } from '../render';
import { writeBuyer } from './buyer';
import { writeCapabilities } from './capabilities';
import { writeDiscounts } from './discounts';
import { writeFulfillment } from './fulfillment';
import { allTaxes, withTaxBreakdown } from './tax-breakdown';

/** Where 2026-01-30 and 2026-04-17 differ within what they share. */
export type Dialect = {
  readonly version: string;
  readonly writeAddress: (address: Address) => Address;
  readonly writeMessage: (message: CheckoutMessage) => object;
  readonly paymentHandler: (checkout: Checkout, origin: string) => object;
};

/** CheckoutSession of 2026-01-30 and 2026-04-17, but for what only the later has, and for `order`. */
export const toCommonSession = (checkout: Checkout, origin: string, dialect: Dialect): object => ({
  id: checkout.id,
  protocol: { version: dialect.version },
  capabilities: writeCapabilities(checkout, dialect.paymentHandler(checkout, origin)),
  buyer: checkout.buyer === null ? undefined : writeBuyer(checkout.buyer),
  status: STATUS[checkout.status],
  currency: checkout.currency.toLowerCase(),
  ...authenticationMetadata(checkout),
  ...writeDetails(checkout),
  line_items: checkout.lines.map((line) => toLineItem(line, origin)),
  ...writeFulfillment(checkout, dialect.writeAddress),
  totals: withTaxBreakdown(checkoutTotals(checkout), checkout.totals.taxAmount, allTaxes(checkout)),
  discounts: writeDiscounts(checkout),
  messages: checkout.messages.map(dialect.writeMessage),
  links: [
    { type: 'terms_of_use', title: 'Terms', url: `${origin}/terms` },
    { type: 'privacy_policy', title: 'Privacy', url: `${origin}/privacy` },
    { type: 'return_policy', title: 'Returns', url: `${origin}/returns` },
  ],
  created_at: checkout.createdAt.toISOString(),
  updated_at: checkout.updatedAt.toISOString(),
  expires_at: checkout.expiresAt.toISOString(),
});

const STATUS: Record<CheckoutStatus, string> = {
  open: 'incomplete',
  needs_input: 'not_ready_for_payment',
  ready: 'ready_for_payment',
  authentication_required: 'authentication_required',
  paying: 'complete_in_progress',
  completed: 'completed',
  canceled: 'canceled',
  expired: 'expired',
};

/** What the agent said and is told again. Its notes to the merchant are not among that: only an order has a field for them. */
const writeDetails = ({ details: { locale, timeZone, quoteId, metadata } }: Checkout): object => ({
  locale: locale ?? undefined,
  timezone: timeZone ?? undefined,
  quote_id: quoteId ?? undefined,
  metadata: metadata === null ? undefined : (JSON.parse(metadata) as object),
});

export const toLineItem = (line: CheckoutLine, origin: string): object => ({
  id: line.id,
  item: { id: line.itemId },
  quantity: line.quantity,
  name: line.name,
  description: orAbsent(line.description),
  images: line.imagePath === null ? undefined : [absoluteUrl(line.imagePath, origin)],
  unit_amount: toWireAmount(line.unitAmount),
  availability_status: line.inStock ? 'in_stock' : 'out_of_stock',
  totals: withTaxBreakdown(lineTotals(line), line.taxAmount, line.taxes),
});
