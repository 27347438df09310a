import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

export const docs: WireDoc = {
  title: 'Storefront API',
  words: 'Menu, quote, confirm, order.',
  error: { schema: z.looseObject({ error: z.string(), errorCode: z.string(), retryable: z.boolean(), details: z.looseObject({}).optional(), retryAfterMs: z.number().optional() }) },
  groups: {},
};
