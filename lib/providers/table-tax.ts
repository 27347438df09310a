import type { TaxPort } from '@/lib/ports';

type RateRow = { category: string; name: string; rate_basis_points: number };

/** Tax by the merchant's own table; for each category the region's rows win over the country's. */
export const tableTax: TaxPort = {
  async ratesAt({ db }, { merchantId, country, region }) {
    const rows = await db.query<RateRow>({
      name: 'tax.rates-at',
      text: `select category, name, rate_basis_points::float8 as rate_basis_points
               from (select *, max(region) over (partition by category) as nearest from tax_rate where merchant_id = $1 and country = $2 and region in ('', $3)) as here
              where region = nearest order by category, name`,
      values: [merchantId, country, region],
    });
    return rows.map((row) => ({ category: row.category, name: row.name, rateBasisPoints: row.rate_basis_points }));
  },
};
