import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FeedCall = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: unknown };
export type FeedProduct = { readonly id: string; readonly title: string; readonly variants: readonly Readonly<Record<string, unknown>>[] };
type Reply = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: object };

/** A platform's Feed API on loopback (ACP 2026-04-17, openapi.feed.yaml): it makes feeds and keeps what is upserted into them. */
export type FeedReceiver = {
  readonly url: string;
  /** Everything that was asked of it, in order. */
  readonly calls: FeedCall[];
  /** The products of each of its feeds by their ids, as they were sent last. */
  readonly feeds: ReadonlyMap<string, ReadonlyMap<string, FeedProduct>>;
  /** What is answered next instead, one after the other; nothing is kept of those requests. */
  readonly replies: Reply[];
  /** Ids of items that it never takes: 400 for each batch that holds one. */
  readonly disliked: Set<string>;
  /** Forgets its feeds: 404 from then on. */
  forget(): void;
  close(): Promise<void>;
};

export async function startFeedReceiver(): Promise<FeedReceiver> {
  const calls: FeedCall[] = [];
  const feeds = new Map<string, Map<string, FeedProduct>>();
  const made = new Map<string, string>();
  const replies: Reply[] = [];
  const disliked = new Set<string>();

  function createFeed({ headers }: FeedCall): Reply {
    const key = String(headers['idempotency-key']);
    const id = made.get(key) ?? `feed_${made.size + 1}`;
    made.set(key, id);
    if (!feeds.has(id)) feeds.set(id, new Map());
    return { status: 201, body: { id } };
  }

  function upsert(id: string, { body }: FeedCall): Reply {
    const feed = feeds.get(id);
    if (!feed) return { status: 404, body: { type: 'invalid_request', code: 'feed_not_found', message: 'Feed not found', param: 'id' } };
    const { products } = body as { products: FeedProduct[] };
    const at = products.findIndex((product) => disliked.has(product.id));
    if (at >= 0) return { status: 400, body: { type: 'invalid_request', code: 'invalid_product_payload', message: 'This is not sold here.', param: `products[${at}]` } };
    for (const product of products) feed.set(product.id, product);
    return { status: 200, body: { id, accepted: true } };
  }

  function answer(call: FeedCall): Reply {
    const scripted = replies.shift();
    if (scripted) return scripted;
    const [, id] = /^\/acp\/feeds\/([^/]+)\/products$/.exec(call.path) ?? [];
    if (call.method === 'POST' && call.path === '/acp/feeds') return createFeed(call);
    if (call.method === 'PATCH' && id !== undefined) return upsert(decodeURIComponent(id), call);
    return { status: 405 };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
      calls.push(call);
      const { status, headers, body } = answer(call);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/acp`,
    calls,
    feeds,
    replies,
    disliked,
    forget: () => feeds.clear(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
