import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { OpeningHours, StorefrontPage } from './types';
import type { Workspace } from './workspace-types';

type Row = {
  id: string; handle: string; name: string; description: string; currency: string; country: string; time_zone: string; support_email: string;
  status: Workspace['status'] | null; address: string | null; city: string | null; phone: string | null; default_locale: string | null; published_locales: string[] | null;
  prep_minutes: number | null; slot_capacity: number | null; hours: Omit<OpeningHours, 'timeZone'> | null; pages: StorefrontPage[] | null; revision: number | null;
  postal_code: string | null;
};

const NO_HOURS = { windows: [], exceptions: [], notes: [] };

/** A merchant that has no storefront yet reads as a draft that nobody has saved. */
const toWorkspace = (row: Row): Workspace => ({
  merchantId: row.id, handle: row.handle, status: row.status ?? 'draft', name: row.name, description: row.description, currency: toCurrency(row.currency), country: row.country,
  address: row.address ?? '', postalCode: row.postal_code ?? '', city: row.city ?? '', phone: row.phone ?? '', contactEmail: row.support_email,
  defaultLocale: row.default_locale ?? 'en', publishedLocales: row.published_locales ?? ['en'], hours: { ...(row.hours ?? NO_HOURS), timeZone: row.time_zone },
  prepMinutes: row.prep_minutes ?? 15, slotCapacity: row.slot_capacity ?? 20, pages: row.pages ?? [], revision: row.revision ?? 0,
});

const COLUMNS = `m.id, m.handle, m.name, m.description, m.currency, m.country, m.time_zone, m.support_email, s.status, s.address, s.city, s.phone, s.default_locale,
                 s.published_locales, s.prep_minutes, s.slot_capacity, s.hours, s.pages, s.revision, l.address->>'postal_code' as postal_code`;
const TABLES = 'merchant m left join merchant_storefront s on s.merchant_id = m.id left join merchant_pickup_location l on l.merchant_id = m.id';

export async function findWorkspaceRow(ctx: Ctx, merchantId: string): Promise<Workspace | undefined> {
  const [row] = await ctx.db.query<Row>({ name: 'storefront.workspace', text: `select ${COLUMNS} from ${TABLES} where m.id = $1`, values: [merchantId] });
  return row && toWorkspace(row);
}

/** Held until the transaction ends: two saves of one merchant come one after the other. */
export async function lockWorkspace(tx: Ctx, merchantId: string): Promise<void> {
  await tx.db.query({ name: 'storefront.lock_workspace', text: 'select id from merchant where id = $1 for update', values: [merchantId] });
}

/** Of these handles, those that a merchant has. */
export async function takenHandles(ctx: Ctx, handles: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await ctx.db.query<{ handle: string }>({ name: 'storefront.taken_handles', text: 'select handle from merchant where handle = any($1)', values: [handles] });
  return new Set(rows.map(({ handle }) => handle));
}

export async function hasItems(ctx: Ctx, merchantId: string): Promise<boolean> {
  const rows = await ctx.db.query({ name: 'storefront.has_items', text: 'select 1 as item from item where merchant_id = $1 limit 1', values: [merchantId] });
  return rows.length > 0;
}

/** Whether anything on the menu can be bought at this moment. */
export async function sellsSomething(ctx: Ctx, merchantId: string): Promise<boolean> {
  const rows = await ctx.db.query({
    name: 'storefront.sells_something',
    text: 'select 1 as item from item where merchant_id = $1 and for_sale(item, $2) and (stock is null or stock > 0) limit 1',
    values: [merchantId, ctx.clock.now()],
  });
  return rows.length > 0;
}

/** All of it, under the next revision. The merchant must be locked. */
export async function writeWorkspace(tx: Ctx, next: Workspace): Promise<void> {
  await tx.db.write({
    name: 'storefront.write_merchant',
    text: `update merchant set handle = $2, name = $3, description = $4, currency = $5, country = $6, time_zone = $7, support_email = $8 where id = $1`,
    values: [next.merchantId, next.handle, next.name, next.description, next.currency, next.country, next.hours.timeZone, next.contactEmail],
  });
  const { timeZone: _inMerchant, ...hours } = next.hours;
  await tx.db.write({
    name: 'storefront.write_workspace',
    text: `insert into merchant_storefront (merchant_id, status, address, city, phone, default_locale, published_locales, prep_minutes, slot_capacity, hours, pages, revision, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12)
           on conflict (merchant_id) do update set status = $2, address = $3, city = $4, phone = $5, default_locale = $6, published_locales = $7, prep_minutes = $8, slot_capacity = $9,
             hours = $10, pages = $11, revision = merchant_storefront.revision + 1, updated_at = $12`,
    values: [
      next.merchantId, next.status, next.address, next.city, next.phone, next.defaultLocale, next.publishedLocales, next.prepMinutes, next.slotCapacity, JSON.stringify(hours),
      JSON.stringify(next.pages), tx.clock.now(),
    ],
  });
  await writePickupPlace(tx, next);
}

/** Where a pickup merchant hands over: the place that checkouts of every wire name. */
async function writePickupPlace(tx: Ctx, { merchantId, name, address, city, country, postalCode }: Workspace): Promise<void> {
  if (address === '' || city === '') return;
  const place = { name, line_one: address, city, state: '', country, postal_code: postalCode };
  await tx.db.write({
    name: 'storefront.write_pickup_place',
    text: `insert into merchant_pickup_location (merchant_id, name, address) select id, $2, $3 from merchant where id = $1 and fulfillment_kind = 'pickup'
           on conflict (merchant_id) do update set name = $2, address = merchant_pickup_location.address || (excluded.address - 'state')`,
    values: [merchantId, name, JSON.stringify(place)],
  });
}
