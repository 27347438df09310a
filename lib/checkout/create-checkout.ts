import { getMerchant } from '@/lib/merchant';
import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Address, type Ctx } from '@/lib/ports';
import { announceSession } from './announce-session';
import { cleanDetails } from './clean-words';
import { keepAttribution, toTouch } from './checkout-facts';
import { reprice } from './reprice';
import { snapshotHash } from './snapshot-hash';
import { insertCheckout } from './store';
import { NO_DETAILS } from './no-extras';
import type { AffiliateAttribution, Buyer, Checkout, CheckoutActor, CheckoutDetails, CheckoutRefusal, FulfillmentContact, GroupRequest, Handover, ItemRequest, SelectionRequest } from './types';

const DEFAULT_TTL_SECONDS = 3600;

export type CreateCheckout = {
  readonly merchantId: string;
  readonly actor: CheckoutActor;
  readonly wire: string;
  readonly wireVersion: string;
  readonly items: readonly ItemRequest[];
  readonly currency?: string;
  readonly buyer?: Buyer;
  readonly contact?: FulfillmentContact;
  readonly address?: Address;
  readonly selections?: readonly SelectionRequest[];
  readonly groups?: readonly GroupRequest[];
  readonly discountCodes?: readonly string[];
  readonly details?: Partial<CheckoutDetails>;
  /** Who sent the buyer; of the first touch unless it says otherwise. */
  readonly attribution?: AffiliateAttribution;
  /** Left out: the merchant hands the goods over. */
  readonly handover?: Handover;
  /** How long it may be paid; an hour unless given. */
  readonly ttlSeconds?: number;
};

/** Opens a checkout, priced and judged. Stock is looked at, not set aside. Refuses a wire that the merchant closed, an unknown item, option or currency, and an item that a
 * selection or group cannot have. */
export async function createCheckout(ctx: Ctx, command: CreateCheckout): Promise<Result<Checkout, CheckoutRefusal>> {
  const merchant = await getMerchant(ctx, command.merchantId);
  if (merchant.closedChannels.includes(command.wire)) return err({ code: 'channel_closed' });
  if (command.currency !== undefined && command.currency.toUpperCase() !== merchant.currency) {
    return err({ code: 'currency_not_supported', currency: command.currency, expected: merchant.currency });
  }
  const priced = await reprice(ctx, merchant, {
    items: command.items,
    buyer: command.buyer ?? null,
    contact: command.contact ?? null,
    address: command.address ?? null,
    selections: command.selections ?? [],
    selectionIsExplicit: command.selections !== undefined,
    groups: command.groups ?? [],
    groupsAreExplicit: true,
    discountCodes: command.discountCodes ?? [],
    details: { ...NO_DETAILS, ...(command.details && cleanDetails(command.details)) },
    handover: command.handover ?? 'merchant',
  });
  if (!priced.ok) return priced;
  const { content, status, termsVersion } = priced.value;
  const id = newUuid();
  const now = ctx.clock.now();
  const checkout: Checkout = {
    ...content,
    id,
    merchantId: merchant.id,
    merchantHandle: merchant.handle,
    merchantName: merchant.name,
    agentId: command.actor.kind === 'agent' ? command.actor.agentId : null,
    apiKeyId: command.actor.kind === 'merchant' ? command.actor.keyId : null,
    wire: command.wire,
    wireVersion: command.wireVersion,
    status,
    version: 1,
    startedVersion: null,
    currency: merchant.currency,
    snapshotHash: snapshotHash({ id, merchantHandle: merchant.handle, currency: merchant.currency, content }),
    createdAt: now,
    updatedAt: now,
    expiresAt: addSeconds(now, command.ttlSeconds ?? DEFAULT_TTL_SECONDS),
    order: null,
  };
  await inTransaction(ctx, async (tx) => {
    await insertCheckout(tx, { ...checkout, termsVersion });
    if (command.attribution) await keepAttribution(tx, checkout, toTouch(command.attribution, 'first'));
    await announceSession(tx, 'session.created', checkout);
  });
  return ok(checkout);
}
