import { findMerchant, getMerchant, type Merchant } from '@/lib/merchant';
import { sum } from '@/lib/kernel/money';
import { ok } from '@/lib/kernel/result';
import type { CheckoutSnapshot, CheckoutSnapshotPort } from '@/lib/ports';
import { findForReading, lockForChange } from './access';
import { snapshotFacts } from './snapshot-hash';
import { announceSession } from './announce-session';
import { reduceCheckout } from './reduce-checkout';
import { findCheckout } from './store';
import { handoverTitle } from './selected-options';
import type { Checkout } from './types';

/** The store's side of the wallet's question: what would this agent pay for? */
export const checkoutSnapshotPort: CheckoutSnapshotPort = {
  async find(ctx, { merchant: handleOrId, checkoutId, agentId, lock = false }) {
    const [merchant, checkout] = await Promise.all([findMerchant(ctx, handleOrId), (lock ? lockForChange : findForReading)(ctx, { checkoutId, actor: { kind: 'agent', agentId } })]);
    if (!merchant || checkout?.merchantId !== merchant.id) return { state: 'unknown' };
    switch (checkout.status) {
      case 'ready':
      case 'authentication_required': // by a card that was tried before: a wallet's needs none
        return { state: 'ready', snapshot: toSnapshot(checkout, merchant) };
      case 'open':
      case 'needs_input':
        return { state: 'not_ready' };
      case 'paying':
      case 'completed':
      case 'canceled':
      case 'expired':
        return { state: 'closed' };
    }
  },

  async reduce(ctx, change) {
    const reduced = await reduceCheckout(ctx, change);
    return reduced.ok ? ok(toSnapshot(reduced.value, await getMerchant(ctx, reduced.value.merchantId))) : reduced;
  },

  async announceAuthorized(ctx, checkoutId) {
    const checkout = await findCheckout(ctx, checkoutId);
    if (checkout) await announceSession(ctx, 'session.authorized', checkout);
  },
};

function toSnapshot(checkout: Checkout, merchant: Merchant): CheckoutSnapshot {
  return {
    checkoutId: checkout.id,
    merchantId: checkout.merchantId,
    merchantHandle: checkout.merchantHandle,
    merchantName: checkout.merchantName,
    merchantDomain: merchant.verifiedDomain,
    merchantCountry: merchant.country,
    currency: checkout.currency,
    totalAmount: checkout.totals.totalAmount,
    items: checkout.lines.map((line) => ({
      id: line.itemId,
      name: line.name,
      category: line.category ?? '',
      quantity: line.quantity,
      unitAmount: line.unitAmount,
      ...(line.discountAmount > 0n ? { discountAmount: line.discountAmount } : {}),
      totalAmount: line.subtotalAmount,
    })),
    discountAmount: checkout.totals.discountAmount,
    fulfillmentAmount: checkout.totals.fulfillmentAmount,
    taxAmount: checkout.totals.taxAmount,
    ...(checkout.totals.feeAmount > 0n && { feeAmount: checkout.totals.feeAmount }),
    fulfillmentTitle: handoverTitle(checkout),
    ...orderDiscounts(checkout),
    address: checkout.address,
    ...otherDestinations(checkout),
    hash: checkout.snapshotHash,
    facts: snapshotFacts({ id: checkout.id, merchantHandle: checkout.merchantHandle, currency: checkout.currency, content: checkout }),
    expiresAt: checkout.expiresAt,
  };
}

/** By name, without what was taken off single items. */
function orderDiscounts({ discounts }: Checkout): Pick<CheckoutSnapshot, 'discounts'> {
  const named = discounts.applied
    .map(({ name, allocations }) => ({ name, amount: sum(allocations.filter(({ target }) => target.kind !== 'line').map(({ amount }) => amount)) }))
    .filter(({ amount }) => amount > 0n);
  return named.length === 0 ? {} : { discounts: named };
}

function otherDestinations({ groups }: Checkout): Pick<CheckoutSnapshot, 'destinations'> {
  const addresses = groups.flatMap(({ address }) => address ?? []);
  return addresses.length === 0 ? {} : { destinations: addresses };
}
