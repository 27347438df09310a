import type { ShippingPort } from '@/lib/ports';

type RateRow = { id: string; title: string; description: string; carrier: string; amount: bigint; min_delivery_days: number; max_delivery_days: number };

/** Shipping by the merchant's own table: a rate for the region wins over one for the whole country under the same id. */
export const tableShipping: ShippingPort = {
  async rates(db, { merchantId, destination }) {
    const rows = await db.query<RateRow>({
      name: 'shipping.rates',
      text: `select id, title, description, carrier, amount, min_delivery_days, max_delivery_days from shipping_rate
              where merchant_id = $1 and country = $2 and region in ('', $3) order by amount, sort_order, id`,
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
