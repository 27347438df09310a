import { invariant } from '@/lib/kernel/invariant';
import { toCurrency } from '@/lib/kernel/money';
import { cleanText } from '@/lib/kernel/text';
import type { Address, Ctx } from '@/lib/ports';
import type { FulfillmentKind, Merchant, MerchantFulfillment, NewMerchant } from './types';

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
  prices_include_tax: boolean;
  service_fee_amount: bigint;
  is_live: boolean;
  closed_channels: string[];
  terms_version: bigint;
  fulfillments: FulfillmentRow[] | null;
};

/** `amount` is text: json holds no bigint. */
type FulfillmentRow = {
  id: string;
  method: MerchantFulfillment['method'];
  title: string;
  description: string;
  amount: string;
  place_name: string | null;
  place_address: Address | null;
  postal_prefixes: string[];
  from_minutes: number | null;
  to_minutes: number | null;
};

function toFulfillment(row: FulfillmentRow): MerchantFulfillment {
  const { id, title, description } = row;
  const window = row.from_minutes === null || row.to_minutes === null ? null : { fromMinutes: row.from_minutes, toMinutes: row.to_minutes };
  const common = { id, title, description, amount: BigInt(row.amount), window };
  if (row.method === 'local_delivery') return { ...common, method: row.method, postalPrefixes: row.postal_prefixes };
  invariant(row.place_name !== null && row.place_address !== null, `the pickup ${id} has its place`);
  return { ...common, method: row.method, place: { name: row.place_name, address: row.place_address } };
}

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
  fulfillments: (row.fulfillments ?? []).map(toFulfillment),
  pricesIncludeTax: row.prices_include_tax,
  serviceFeeAmount: row.service_fee_amount,
  isLive: row.is_live,
  closedChannels: row.closed_channels,
  termsVersion: row.terms_version,
});

/** A merchant by handle or id, or null. */
export async function findMerchant(ctx: Ctx, handleOrId: string): Promise<Merchant | null> {
  const rows = await ctx.db.query<MerchantRow>({
    name: 'merchant.find',
    text: `select m.id, m.handle, m.name, m.description, m.currency, m.country, m.time_zone, m.support_email, m.verified_domain, m.fulfillment_kind,
                  m.prices_include_tax, m.service_fee_amount, m.terms_version, m.closed_channels, coalesce(s.status = 'live', true) as is_live, l.name as location_name, l.address as location_address,
                  (select json_agg(json_build_object('id', f.id, 'method', f.method, 'title', f.title, 'description', f.description, 'amount', f.amount::text,
                                                     'place_name', f.place_name, 'place_address', f.place_address, 'postal_prefixes', f.postal_prefixes,
                                                     'from_minutes', f.from_minutes, 'to_minutes', f.to_minutes) order by f.sort_order, f.id)
                     from merchant_fulfillment f where f.merchant_id = m.id) as fulfillments
             from merchant m left join merchant_pickup_location l on l.merchant_id = m.id left join merchant_storefront s on s.merchant_id = m.id
            where m.handle = $1 or m.id = $1`,
    values: [handleOrId],
  });
  return rows[0] ? toMerchant(rows[0]) : null;
}

/** As findMerchant, for whoever is none of its own people: a draft is not there. */
export async function findLiveMerchant(ctx: Ctx, handleOrId: string): Promise<Merchant | null> {
  const merchant = await findMerchant(ctx, handleOrId);
  return merchant?.isLive ? merchant : null;
}

/** For the seed: a merchant with its webhook secret, sealed at rest. */
export async function insertMerchant(ctx: Ctx, merchant: NewMerchant, webhookSecret: string): Promise<void> {
  await ctx.db.query({
    name: 'merchant.insert',
    text: `insert into merchant (id, handle, name, description, currency, country, time_zone, support_email, verified_domain, fulfillment_kind, prices_include_tax,
                                 service_fee_amount, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
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
      merchant.pricesIncludeTax ?? false,
      (merchant.serviceFeeAmount ?? 0n).toString(),
      ctx.clock.now(),
    ],
  });
  await ctx.db.query({
    name: 'merchant.insert-webhook-secret',
    text: `insert into merchant_webhook_secret (merchant_id, sealed_secret) values ($1, $2)`,
    values: [merchant.id, ctx.keyring.seal(webhookSecret, 'merchant.webhook-secret')],
  });
  for (const [index, fulfillment] of (merchant.fulfillments ?? []).entries()) await insertFulfillment(ctx, merchant.id, fulfillment, index);
  if (!merchant.pickupLocation) return;
  await ctx.db.query({
    name: 'merchant.insert-pickup-location',
    text: `insert into merchant_pickup_location (merchant_id, name, address) values ($1, $2, $3)`,
    values: [merchant.id, merchant.pickupLocation.name, JSON.stringify(merchant.pickupLocation.address)],
  });
}

/** A further way to hand over. */
export async function insertFulfillment(ctx: Ctx, merchantId: string, fulfillment: MerchantFulfillment, sortOrder: number): Promise<void> {
  const place = fulfillment.method === 'pickup' ? fulfillment.place : null;
  await ctx.db.query({
    name: 'merchant.insert-fulfillment',
    text: `insert into merchant_fulfillment (merchant_id, id, method, title, description, amount, place_name, place_address, postal_prefixes, from_minutes, to_minutes, sort_order)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      merchantId, fulfillment.id, fulfillment.method, cleanText(fulfillment.title, MAX_NAME_LENGTH), cleanText(fulfillment.description, MAX_DESCRIPTION_LENGTH),
      fulfillment.amount.toString(), place?.name ?? null, place && JSON.stringify(place.address), fulfillment.method === 'local_delivery' ? fulfillment.postalPrefixes : [],
      fulfillment.window?.fromMinutes ?? null, fulfillment.window?.toMinutes ?? null, sortOrder,
    ],
  });
}
