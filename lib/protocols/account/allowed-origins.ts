import { z } from 'zod';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { ALLOWED_ORIGINS_MAX, listAllowedOrigins, setAllowedOrigins, type AllowedOriginsError } from '@/lib/merchant';
import { answer } from './errors';
import { requireManager } from './merchant-settings';
import { readBody } from './read-body';

const common = { path: '/api/dashboard/allowed-origins', wire: 'account', credentials: ['merchant_session'], scope: null, tenant: 'credential' } as const;

/** GET /api/dashboard/allowed-origins: the web pages that may call the merchant's store from a browser (CORS). */
export const getAllowedOrigins: Endpoint = endpoint({
  ...common,
  method: 'GET',
  handle: async (ctx) => answer(200, { origins: await listAllowedOrigins(ctx, requireManager(ctx).merchantId) }),
});

export const Body = z.strictObject({ origins: z.array(z.string().max(300)).max(200) });

/** PUT /api/dashboard/allowed-origins {origins}: replaces them all. */
export const putAllowedOrigins: Endpoint = endpoint({
  ...common,
  method: 'PUT',
  handle: async (ctx, request) => {
    const { merchantId } = requireManager(ctx);
    const { origins } = await readBody(request, Body);
    const set = await setAllowedOrigins(ctx, { merchantId, origins });
    return set.ok ? answer(200, { origins: set.value }) : refuse(set.error);
  },
});

function refuse(error: AllowedOriginsError): Response {
  switch (error.code) {
    case 'invalid_origin':
      return answer(400, { error: 'invalid_request', message: 'An origin is https:// and a host, such as https://shop.example, with nothing behind.', param: `$.origins[${error.index}]` });
    case 'too_many':
      return answer(400, { error: 'invalid_request', message: `At most ${ALLOWED_ORIGINS_MAX} origins.`, param: '$.origins' });
  }
}
