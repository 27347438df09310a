import { z } from 'zod';
import type { BuyerPlace, GeoPort } from '@/lib/ports';
import { mustAnswer, type ServiceClient } from './client';
import { readOutside } from './read-outside';

export const GeoAnswer = z.object({ allowed: z.boolean() });

/** Where a merchant sells to, by POST /geo/check. */
export function serviceGeo(client: ServiceClient): GeoPort {
  const check = readOutside('geo', async (_ctx, { merchantId, country, region, postalCode }: BuyerPlace & { readonly merchantId: string }) => {
    const body = { merchant_id: merchantId, country, region: region ?? null, postal_code: postalCode ?? null };
    return mustAnswer('geo', await client.post('/geo/check', body, GeoAnswer)).allowed;
  });
  return { sells: check };
}
