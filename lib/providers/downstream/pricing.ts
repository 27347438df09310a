import { z } from 'zod';
import type { Currency } from '@/lib/kernel/money';
import type { PricingPort } from '@/lib/ports';
import { mustAnswer, type ServiceClient } from './client';
import { readOutside } from './read-outside';

export const PricesAnswer = z.object({ currency: z.string(), prices: z.array(z.object({ id: z.string(), unit_price_minor: z.int().min(0) })).max(1_000) });

type Query = Parameters<PricingPort['amounts']>[1];

/** Prices in another currency than was asked for are none. */
const pricesIn = (currency: Currency) => PricesAnswer.refine((answer) => answer.currency === currency, { path: ['currency'] });

/** What goods cost, by POST /prices/resolve. */
export function servicePricing(client: ServiceClient): PricingPort {
  const resolve = readOutside('pricing', async (_ctx, { merchantId, currency, items }: Query): Promise<ReadonlyMap<string, bigint>> => {
    const { prices } = mustAnswer('pricing', await client.post('/prices/resolve', { merchant_id: merchantId, currency, items }, pricesIn(currency)));
    return new Map(prices.map(({ id, unit_price_minor: amount }) => [id, BigInt(amount)]));
  });
  return { amounts: (ctx, query) => (query.items.length === 0 ? Promise.resolve(new Map()) : resolve(ctx, query)) };
}
