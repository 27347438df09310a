import { endpoint } from '@/lib/http/endpoint';
import { lifecycle } from '@/lib/http/lifecycle';
import type { RequestCtx } from '@/lib/http/request-ctx';

const DATABASE_TIMEOUT_MS = 2_000;

const common = { method: 'GET', wire: 'platform', credentials: ['none'], scope: null, tenant: 'none' } as const;

const answer = (status: 'ok' | 'draining' | 'unavailable'): Response =>
  Response.json({ status }, { status: status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });

/** This process answers. Says nothing of the database: a restart would not mend that. */
const alive = (): Promise<Response> => Promise.resolve(answer('ok'));

/** This process should be sent requests: it is not on its way out, and its database answers. */
async function ready(ctx: RequestCtx): Promise<Response> {
  if (lifecycle.draining) return answer('draining');
  return answer((await databaseAnswers(ctx)) ? 'ok' : 'unavailable');
}

function databaseAnswers(ctx: RequestCtx): Promise<boolean> {
  const asked = ctx.db.query({ name: 'platform.ping', text: 'select', values: [] }).then(
    () => true,
    () => false,
  );
  const tooLate = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), DATABASE_TIMEOUT_MS).unref());
  return Promise.race([asked, tooLate]);
}

export const getHealth = endpoint({ ...common, path: '/health', handle: alive });
export const getHealthLive = endpoint({ ...common, path: '/health/live', handle: alive });
export const getHealthReady = endpoint({ ...common, path: '/health/ready', handle: ready });
export const getReady = endpoint({ ...common, path: '/ready', handle: ready });
