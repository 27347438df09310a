import { findCatalogueState, readCatalogue } from '@/lib/feed';
import { cacheable, isKnown } from '@/lib/http/cacheable';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { sha256Base64url } from '@/lib/kernel/hash';
import { invariant } from '@/lib/kernel/invariant';
import { getMerchant } from '@/lib/merchant';
import type { Ctx, FeedSeller } from '@/lib/ports';
import { toMetadata, toProduct } from './to-wire';

// The files of ACP's Feed (openapi.feed.yaml, "offline full replacement ingestion"): a platform that takes files fetches them here.

const common = { wire: 'acp', method: 'GET', credentials: ['none'], scope: null, tenant: 'merchant' } as const;
const MAX_AGE_SECONDS = 60;
const VARY = ['x-merchant-handle', 'authorization'] as const;

/** GET /feed/metadata.json: FeedMetadata. */
export const getFeedMetadata: Endpoint = endpoint({
  ...common,
  path: '/feed/metadata.json',
  handle: async (ctx, request) => {
    const { merchantId, seller } = await sellerOf(ctx);
    const { changedAt } = await findCatalogueState(ctx, merchantId);
    return cacheable(request, JSON.stringify(toMetadata(seller, changedAt)), { contentType: 'application/json', maxAgeSeconds: MAX_AGE_SECONDS, vary: VARY });
  },
});

/**
 * GET /feed/products.jsonl: one Product on each line, all that is for sale, streamed. The validator is weak: it is of the catalogue when
 * the answer begins, and what changes while it is sent may be in it.
 */
export const getFeedProducts: Endpoint = endpoint({
  ...common,
  path: '/feed/products.jsonl',
  handle: async (ctx, request) => {
    const { merchantId, seller } = await sellerOf(ctx);
    const { tag } = await findCatalogueState(ctx, merchantId);
    const etag = `W/"${sha256Base64url(JSON.stringify([tag, seller, ctx.settings.publicOrigin]))}"`;
    const headers = { etag, vary: VARY.join(', '), 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` };
    if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
    return new Response(toStream(writeLines(ctx, merchantId, seller)), { headers: { ...headers, 'content-type': 'application/jsonl; charset=utf-8' } });
  },
});

export const endpoints: readonly Endpoint[] = [getFeedMetadata, getFeedProducts];

async function sellerOf(ctx: RequestCtx): Promise<{ merchantId: string; seller: FeedSeller }> {
  invariant(ctx.merchant, 'the entrance resolved the merchant');
  const { id, handle, name, country } = await getMerchant(ctx, ctx.merchant.id);
  return { merchantId: id, seller: { handle, name, country } };
}

async function* writeLines(ctx: Ctx, merchantId: string, seller: FeedSeller): AsyncGenerator<string> {
  for await (const page of readCatalogue(ctx, merchantId)) {
    yield page.map((item) => `${JSON.stringify(toProduct(item, seller, ctx.settings.publicOrigin))}\n`).join('');
  }
}

/** Reads on when the receiver has taken what came before, and stops when it is gone. */
function toStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}
