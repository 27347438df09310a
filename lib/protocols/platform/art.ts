import { cacheable } from '@/lib/http/cacheable';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { findArt } from '@/lib/menu';

const FILE = /^(.+)\.svg$/s;

/** What a merchant's words made runs nothing and loads nothing, wherever it is opened (rules.md, "Merchant images"). Other pages may show it. */
const HEADERS = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'cross-origin-resource-policy': 'cross-origin' };

/** GET /art/{handle}/{sku}.svg: the picture of a pizza on a menu. */
export const getArt: Endpoint = endpoint({
  method: 'GET',
  path: '/art/[handle]/[file]',
  wire: 'platform',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request, { handle = '', file = '' }) => {
    const sku = FILE.exec(file)?.[1];
    const art = sku !== undefined && MERCHANT_HANDLE.test(handle) ? await findArt(ctx, { handle, sku }) : null;
    if (art === null) throw fail(404, 'not_found', 'There is no such picture.');
    return cacheable(request, art, { contentType: 'image/svg+xml', maxAgeSeconds: 3600, vary: [], headers: HEADERS });
  },
});
