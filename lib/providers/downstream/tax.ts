import { z } from 'zod';
import type { TaxPort, TaxRate } from '@/lib/ports';
import { mustAnswer, type ServiceClient } from './client';
import { readOutside } from './read-outside';

/** Two decimals of a basis point at most, as TaxRate has them. */
const Rate = z.number().min(0).max(1_000_000).refine((rate) => Math.abs(rate * 100 - Math.round(rate * 100)) < 1e-6);

export const TaxAnswer = z.object({ rates: z.array(z.object({ category: z.string().max(100), name: z.string().min(1).max(100), rate_basis_points: Rate })).max(500) });

/** Rates of tax by POST /tax/resolve. What they come to on a cart is reckoned here, to the last unit. */
export function serviceTax(client: ServiceClient): TaxPort {
  const resolve = readOutside('tax', async (_ctx, { merchantId, country, region }: { merchantId: string; country: string; region: string }): Promise<readonly TaxRate[]> => {
    const { rates } = mustAnswer('tax', await client.post('/tax/resolve', { merchant_id: merchantId, country, region }, TaxAnswer));
    return rates.map(({ category, name, rate_basis_points: rateBasisPoints }) => ({ category, name, rateBasisPoints }));
  });
  return { ratesAt: resolve };
}
