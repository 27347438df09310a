import type { CardAvailability, Ctx } from '@/lib/ports';
import { cardAvailability, workingMethods } from './card-availability';
import type { NewStorefront, OpeningHours, PaymentMethod, Storefront, StorefrontPage } from './types';

type Row = {
  merchant_id: string;
  status: Storefront['status'];
  address: string;
  city: string;
  phone: string;
  default_locale: string;
  published_locales: string[];
  prep_minutes: number;
  slot_capacity: number;
  hours: Omit<OpeningHours, 'timeZone'>;
  pages: StorefrontPage[];
  payment_methods: PaymentMethod[];
  revision: number;
  time_zone: string;
  account_provider: string | null;
  account_availability: CardAvailability | null;
};

/** The storefront of a merchant, by the merchant's id, or null. The hours are in the merchant's own zone. */
export async function findStorefront(ctx: Ctx, merchantId: string): Promise<Storefront | null> {
  const rows = await ctx.db.query<Row>({
    name: 'storefront.find',
    text: `select s.merchant_id, s.status, s.address, s.city, s.phone, s.default_locale, s.published_locales, s.prep_minutes, s.slot_capacity, s.hours, s.pages, s.payment_methods, s.revision,
                  m.time_zone, a.provider as account_provider, a.availability as account_availability
             from merchant_storefront s join merchant m on m.id = s.merchant_id left join payment_account a on a.merchant_id = s.merchant_id where s.merchant_id = $1`,
    values: [merchantId],
  });
  const row = rows[0];
  if (!row) return null;
  const account = { provider: row.account_provider, availability: row.account_availability };
  const card = cardAvailability(row.payment_methods, account, ctx.ports.merchantAccounts.provider);
  return {
    merchantId: row.merchant_id,
    status: row.status,
    address: row.address,
    city: row.city,
    phone: row.phone,
    defaultLocale: row.default_locale,
    publishedLocales: row.published_locales,
    prepMinutes: row.prep_minutes,
    slotCapacity: row.slot_capacity,
    hours: { ...row.hours, timeZone: row.time_zone },
    pages: row.pages,
    paymentMethods: workingMethods(row.payment_methods, card),
    card,
    revision: row.revision,
  };
}

/** The first of a merchant. */
export async function insertStorefront(ctx: Ctx, storefront: NewStorefront): Promise<void> {
  await ctx.db.write({
    name: 'storefront.insert',
    text: `insert into merchant_storefront (merchant_id, status, address, city, phone, default_locale, published_locales, prep_minutes, slot_capacity, hours, pages, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      storefront.merchantId, storefront.status, storefront.address, storefront.city, storefront.phone, storefront.defaultLocale, storefront.publishedLocales,
      storefront.prepMinutes, storefront.slotCapacity, JSON.stringify(storefront.hours), JSON.stringify(storefront.pages), ctx.clock.now(),
    ],
  });
}
