import { cacheable } from '@/lib/http/cacheable';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { findArt, findPhoto } from '@/lib/menu';

const FILE = /^(.+)\.svg$/s;

/** What a merchant's words made runs nothing and loads nothing, wherever it is opened (rules.md, "Merchant images"). Other pages may show it. */
const HEADERS = { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'cross-origin-resource-policy': 'cross-origin' };

const anyone = { method: 'GET', wire: 'platform', credentials: ['none'], scope: null, tenant: 'none' } as const;
const NONE = 'There is no such picture.';

/** GET /art/{handle}/{sku}.svg: the picture of a pizza on a menu. */
export const getArt: Endpoint = endpoint({
  ...anyone,
  path: '/art/[handle]/[file]',
  handle: async (ctx, request, { handle = '', file = '' }) => {
    const sku = FILE.exec(file)?.[1];
    const art = sku !== undefined && MERCHANT_HANDLE.test(handle) ? await findArt(ctx, { handle, sku }) : null;
    if (art === null) throw fail(404, 'not_found', NONE);
    return cacheable(request, art, { contentType: 'image/svg+xml', maxAgeSeconds: 3600, vary: [], headers: HEADERS });
  },
});

const YEAR_SECONDS = 31_536_000;

/** GET /art/photos/{hash}[-small].webp: the photo of an item on a menu. What stands at an address never changes. */
export const getPhoto: Endpoint = endpoint({
  ...anyone,
  path: '/art/photos/[file]',
  handle: async (ctx, request, { file = '' }) => {
    const photo = await findPhoto(ctx, file);
    if (photo === null) throw fail(404, 'not_found', NONE);
    return cacheable(request, photo, { contentType: 'image/webp', maxAgeSeconds: YEAR_SECONDS, vary: [], headers: HEADERS });
  },
});
