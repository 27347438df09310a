import type { ShippingPort } from '@/lib/ports';

type RateRow = { id: string; title: string; description: string; carrier: string; amount: bigint; min_delivery_days: number; max_delivery_days: number };

/** Shipping by the merchant's own table: what it has for the country and the region, and a rate of everywhere for each level of service that it has none for. */
export const tableShipping: ShippingPort = {
  async rates(db, { merchantId, destination }) {
    const rows = await db.query<RateRow>({
      name: 'shipping.rates',
      text: `with here as (select * from shipping_rate where merchant_id = $1 and country = $2 and region in ('', $3)),
                  everywhere as (select * from shipping_rate where merchant_id = $1 and country = '*' and service_level not in (select service_level from here))
             select id, title, description, carrier, amount, min_delivery_days, max_delivery_days from (select * from here union all select * from everywhere) as rates
              order by amount, sort_order, id`,
      values: [merchantId, destination.country, destination.state],
    });
    return rows.map((row) => ({
      id: row.id,
      title: row.title,
      description: row.description,
      carrier: row.carrier,
      amount: row.amount,
      minDeliveryDays: row.min_delivery_days,
      maxDeliveryDays: row.max_delivery_days,
    }));
  },
};
