import { getMerchant } from '@/lib/merchant';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { announceSession } from './announce-session';
import { cleanDetails } from './clean-words';
import { reprice, type Priced } from './reprice';
import { snapshotHash } from './snapshot-hash';
import { writeCheckout } from './store';
import type { Checkout, CheckoutPatch, CheckoutRefusal } from './types';

/** What a patch makes of a checkout: everything priced anew, and the hash of what a person would approve. */
export type Edit = Priced & { readonly hash: string };

/** Prices what a locked checkout would be with the patch. Reads only. */
export async function priceEdit(tx: Ctx, checkout: Checkout, patch: CheckoutPatch): Promise<Result<Edit, CheckoutRefusal>> {
  const merchant = await getMerchant(tx, checkout.merchantId);
  // Ids of lines are those of their places: other lines keep what was said of their goods.
  const idsOf = (lineIds: readonly string[]): string[] =>
    patch.items ? lineIds.flatMap((lineId) => checkout.lines.find(({ id }) => id === lineId)?.itemId ?? []) : [...lineIds];
  const priced = await reprice(tx, merchant, {
    items: patch.items ?? checkout.lines.map(({ itemId, quantity }) => ({ id: itemId, quantity })),
    buyer: patch.buyer ?? checkout.buyer,
    contact: patch.contact ?? checkout.contact,
    address: patch.address ?? checkout.address,
    selections: patch.selections ?? checkout.selections.map(({ optionId, lineIds }) => ({ optionId, itemIds: idsOf(lineIds) })),
    selectionIsExplicit: patch.selections !== undefined,
    groups: patch.groups ?? checkout.groups.map(({ lineIds, ...group }) => ({ ...group, itemIds: idsOf(lineIds) })),
    groupsAreExplicit: patch.groups !== undefined,
    discountCodes: patch.discountCodes ?? checkout.discounts.codes,
    details: { ...checkout.details, ...(patch.details && cleanDetails(patch.details)) },
    handover: checkout.handover,
  });
  if (!priced.ok) return priced;
  return ok({ ...priced.value, hash: snapshotHash({ id: checkout.id, merchantHandle: merchant.handle, currency: merchant.currency, content: priced.value.content }) });
}

/** Writes it and promises the agent word of it, in the caller's transaction, which holds the checkout's lock. What was approved before is the caller's to void. */
export async function writeEdit(tx: Ctx, checkout: Checkout, { content, status, termsVersion, hash }: Edit): Promise<Checkout> {
  const updatedAt = await writeCheckout(tx, { id: checkout.id, status, content, snapshotHash: hash, termsVersion });
  const edited: Checkout = { ...checkout, ...content, status, snapshotHash: hash, version: checkout.version + 1, updatedAt };
  await announceSession(tx, 'session.updated', edited);
  return edited;
}
