import { toCurrency } from '@/lib/kernel/money';
import { cleanText } from '@/lib/kernel/text';
import type { Address, Ctx } from '@/lib/ports';
import type { FulfillmentKind, Merchant } from './types';

const MAX_NAME_LENGTH = 100;
const MAX_DESCRIPTION_LENGTH = 2000;

type MerchantRow = {
  id: string;
  handle: string;
  name: string;
  description: string;
  currency: string;
  country: string;
  time_zone: string;
  support_email: string;
  verified_domain: string | null;
  fulfillment_kind: FulfillmentKind;
  location_name: string | null;
  location_address: Address | null;
};

const toMerchant = (row: MerchantRow): Merchant => ({
  id: row.id,
  handle: row.handle,
  name: row.name,
  description: row.description,
  currency: toCurrency(row.currency),
  country: row.country,
  timeZone: row.time_zone,
  supportEmail: row.support_email,
  verifiedDomain: row.verified_domain,
  fulfillmentKind: row.fulfillment_kind,
  pickupLocation: row.location_name && row.location_address ? { name: row.location_name, address: row.location_address } : null,
});

/** A merchant by handle or id, or null. */
export async function findMerchant(ctx: Ctx, handleOrId: string): Promise<Merchant | null> {
  const rows = await ctx.db.query<MerchantRow>({
    name: 'merchant.find',
    text: `select m.id, m.handle, m.name, m.description, m.currency, m.country, m.time_zone, m.support_email, m.verified_domain, m.fulfillment_kind,
                  l.name as location_name, l.address as location_address
             from merchant m left join merchant_pickup_location l on l.merchant_id = m.id
            where m.handle = $1 or m.id = $1`,
    values: [handleOrId],
  });
  return rows[0] ? toMerchant(rows[0]) : null;
}

/** For the seed: a merchant with its webhook secret, sealed at rest. */
export async function insertMerchant(ctx: Ctx, merchant: Merchant, webhookSecret: string): Promise<void> {
  await ctx.db.query({
    name: 'merchant.insert',
    text: `insert into merchant (id, handle, name, description, currency, country, time_zone, support_email, verified_domain, fulfillment_kind, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      merchant.id,
      merchant.handle,
      cleanText(merchant.name, MAX_NAME_LENGTH),
      cleanText(merchant.description, MAX_DESCRIPTION_LENGTH),
      merchant.currency,
      merchant.country,
      merchant.timeZone,
      merchant.supportEmail,
      merchant.verifiedDomain,
      merchant.fulfillmentKind,
      ctx.clock.now(),
    ],
  });
  await ctx.db.query({
    name: 'merchant.insert-webhook-secret',
    text: `insert into merchant_webhook_secret (merchant_id, sealed_secret) values ($1, $2)`,
    values: [merchant.id, ctx.keyring.seal(webhookSecret, 'merchant.webhook-secret')],
  });
  if (!merchant.pickupLocation) return;
  await ctx.db.query({
    name: 'merchant.insert-pickup-location',
    text: `insert into merchant_pickup_location (merchant_id, name, address) values ($1, $2, $3)`,
    values: [merchant.id, merchant.pickupLocation.name, JSON.stringify(merchant.pickupLocation.address)],
  });
}
