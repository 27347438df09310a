import type { Checkout } from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';

/** A line is named after its item: a cart has one line of each, so the name stays whatever comes or goes beside it. */
export const lineIdOf = ({ itemId }: { readonly itemId: string }): string => `line_${itemId}`;

const isReady = ({ startedVersion, version }: Checkout): boolean => startedVersion === version;

/** What a cart comes to, in minor units: total = subtotal - discount + tax (rules.md, Orchestrator). */
export const totalsOf = ({ totals }: Checkout): object => ({
  subtotal_minor: toWireAmount(totals.itemsBaseAmount),
  tax_minor: toWireAmount(totals.taxAmount),
  discount_minor: toWireAmount(totals.itemsDiscountAmount + totals.discountAmount),
  total_minor: toWireAmount(totals.totalAmount),
});

/** A cart as the orchestrator shows it (specs/systems.md). `checkout_ready` until anything of it changes. */
export const toProjection = (checkout: Checkout, { geoOk }: { readonly geoOk: boolean }): object => ({
  cart_id: checkout.id,
  version: checkout.version,
  currency: checkout.currency,
  lines: checkout.lines.map((line) => ({
    line_id: lineIdOf(line),
    item_id: line.itemId,
    title: line.name,
    quantity: line.quantity,
    unit_price_minor: toWireAmount(line.unitAmount),
    total_minor: toWireAmount(line.baseAmount),
  })),
  ...totalsOf(checkout),
  geo_ok: geoOk,
  status: isReady(checkout) ? 'checkout_ready' : 'draft',
});
