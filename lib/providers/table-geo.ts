import type { GeoPort } from '@/lib/ports';

/** Where a merchant sells to, by its own tables: its country, and each country that it ships to, which may be all. */
export const tableGeo: GeoPort = {
  async sells({ db }, { merchantId, country }) {
    if (country === null) return true;
    const rows = await db.query<{ sells: boolean }>({
      name: 'geo.sells',
      text: `select exists (select from merchant where id = $1 and country = $2)
                 or exists (select from shipping_rate where merchant_id = $1 and country in ($2, '*')) as sells`,
      values: [merchantId, country],
    });
    return rows[0]?.sells ?? false;
  },
};
