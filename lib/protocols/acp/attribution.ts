import { z } from 'zod';
import type { AffiliateAttribution } from '@/lib/checkout';
import { dateTime, keptObject, text } from './schema';

/** AffiliateAttribution, the same from 2025-12-12 on. An open object: what an affiliate network adds is kept with the rest. */
export const affiliateAttribution = keptObject(
  z
    .looseObject({
      provider: text,
      token: text.optional(),
      publisher_id: text.optional(),
      campaign_id: text.optional(),
      creative_id: text.optional(),
      sub_id: text.optional(),
      source: z.strictObject({ type: z.enum(['url', 'platform', 'unknown']), url: z.url().optional() }).optional(),
      issued_at: dateTime.optional(),
      expires_at: dateTime.optional(),
      metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
      touchpoint: z.enum(['first', 'last']).optional(),
    })
    .refine(({ token, publisher_id }) => token !== undefined || publisher_id !== undefined, {
      path: ['token'],
      message: 'token or publisher_id is required',
    }),
);

type Given = Readonly<Record<string, unknown>> & { readonly provider: string; readonly touchpoint?: 'first' | 'last' };

export const toAttribution = (facts: Given | undefined): AffiliateAttribution | undefined =>
  facts && { provider: facts.provider, touchpoint: facts.touchpoint ?? null, facts };
