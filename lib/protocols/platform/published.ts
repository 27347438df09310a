import { cacheable } from '@/lib/http/cacheable';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { readPublishedFile } from '@/lib/http/published-file';

// What programs and models read of us: the OpenAPI document, and the texts of docs/ in one index, in one piece and one by one.

const MAX_AGE_SECONDS = 300;
const MARKDOWN = 'text/markdown; charset=utf-8';

/** By its name under /docs/guides: the file in docs/, and what it is. */
export const GUIDES: Readonly<Record<string, { readonly file: string; readonly contentType: string }>> = {
  'agents.md': { file: 'public/agents.md', contentType: MARKDOWN },
  'first-paid-order-5-minutes.md': { file: 'public/quickstarts/first-paid-order-5-minutes.md', contentType: MARKDOWN },
  'node-agent.mjs': { file: 'public/examples/node-agent/index.mjs', contentType: 'text/javascript; charset=utf-8' },
  'mcp.md': { file: 'mcp.md', contentType: MARKDOWN },
  'carts-and-feed.md': { file: 'carts-and-feed.md', contentType: MARKDOWN },
  'signed-requests.md': { file: 'signed-requests.md', contentType: MARKDOWN },
  'authentication.md': { file: 'authentication.md', contentType: MARKDOWN },
  'test-cards.md': { file: 'test-cards.md', contentType: MARKDOWN },
};

const common = { method: 'GET', credentials: ['none'], scope: null, tenant: 'none' } as const satisfies Partial<Endpoint>;

const published = (path: Endpoint['path'], wire: Endpoint['wire'], file: string, contentType: string): Endpoint =>
  endpoint({
    ...common, path, wire,
    handle: async (ctx, request) => cacheable(request, await readPublishedFile(file, ctx.settings.publicOrigin), { contentType, maxAgeSeconds: MAX_AGE_SECONDS, vary: ['accept-encoding'] }),
  });

/** GET /v1/openapi.yaml: OpenAPI 3.1 of the whole product, with this installation as its server. */
export const getOpenapi = published('/v1/openapi.yaml', 'quote', 'public/openapi.yaml', 'text/yaml; charset=utf-8');

/** GET /llms.txt: what there is to read. */
export const getLlms = published('/llms.txt', 'platform', 'public/llms.txt', 'text/plain; charset=utf-8');

/** GET /llms-full.txt: all of it. */
export const getLlmsFull = published('/llms-full.txt', 'platform', 'public/llms-full.md', 'text/plain; charset=utf-8');

/** GET /docs/guides/{file}: one text, as it lies in docs/. */
export const getGuide: Endpoint = endpoint({
  ...common,
  path: '/docs/guides/[file]',
  wire: 'platform',
  handle: async (ctx, request, { file = '' }) => {
    const guide = Object.hasOwn(GUIDES, file) ? GUIDES[file] : undefined;
    if (!guide) throw fail(404, 'not_found', 'There is no such guide: /llms.txt names them.');
    return cacheable(request, await readPublishedFile(guide.file, ctx.settings.publicOrigin), { contentType: guide.contentType, maxAgeSeconds: MAX_AGE_SECONDS, vary: ['accept-encoding'] });
  },
});

/** All that is published. */
export const publishedEndpoints: readonly Endpoint[] = [getOpenapi, getLlms, getLlmsFull, getGuide];
