import { endpoint } from '@/lib/http/endpoint';
import { metrics } from '@/lib/metrics';
import { outboxDepth } from '@/lib/ports';

const HEADERS = { 'cache-control': 'no-store', vary: 'accept' };

/**
 * GET /metrics (rules.md, Orchestrator): Prometheus' text format, or `{http_requests_total, http_errors_total}` where JSON is accepted. The outbox is that
 * of the installation, all else of the process that answers. It names nobody; whoever should not read it is kept out by the proxy in front.
 */
export const getMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  wire: 'platform',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    if (acceptsJson(request)) return Response.json({ http_requests_total: await total('requests'), http_errors_total: await total('errors') }, { headers: HEADERS });
    const { waiting, oldestSeconds, dead } = await outboxDepth(ctx);
    metrics.outboxWaiting.set(waiting);
    metrics.outboxAge.set(oldestSeconds);
    metrics.outboxDead.set(dead);
    return new Response(await metrics.registry.metrics(), { headers: { ...HEADERS, 'content-type': metrics.registry.contentType } });
  },
});

/** Prometheus asks for its own formats first. */
const acceptsJson = (request: Request): boolean => /^\s*application\/(?:[\w.-]+\+)?json\b/i.test(request.headers.get('accept') ?? '');

async function total(of: 'requests' | 'errors'): Promise<number> {
  const { values } = await metrics[of].get();
  return values.reduce((sum, { value }) => sum + value, 0);
}
