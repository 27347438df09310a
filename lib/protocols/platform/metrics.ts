import { endpoint } from '@/lib/http/endpoint';
import { metrics } from '@/lib/metrics';
import { outboxDepth } from '@/lib/ports';

/** GET /metrics, for operators: Prometheus' text format. The outbox is that of the installation, all else of the process that answers. */
export const getMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  wire: 'platform',
  credentials: ['operator_key'],
  scope: null,
  tenant: 'none',
  handle: async (ctx) => {
    const { waiting, oldestSeconds, dead } = await outboxDepth(ctx);
    metrics.outboxWaiting.set(waiting);
    metrics.outboxAge.set(oldestSeconds);
    metrics.outboxDead.set(dead);
    return new Response(await metrics.registry.metrics(), { headers: { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' } });
  },
});
