import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';

export const docs: WireDoc = {
  title: 'Storefront API',
  words: 'Menu, quote, confirm, order.',
  error: { schema: z.looseObject({ error: z.string(), errorCode: z.string(), retryable: z.boolean(), details: z.looseObject({}).optional(), retryAfterMs: z.number().optional() }) },
  groups: {
    'OpenAPI': {
      'GET /v1/openapi.yaml': { summary: 'Read this document', answers: { 200: { words: 'OpenAPI 3.1 of the whole product.', mediaType: 'text/yaml' } } },
    },
  },
};
