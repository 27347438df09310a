import { overspend } from '@/lib/demo';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';

/** POST /api/demo/overspend: the landing page's button. It needs no credential: only the demo wallet's owner can decide what it asks. */
export const postOverspend: Endpoint = endpoint({
  method: 'POST',
  path: '/api/demo/overspend',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  handle: async (ctx) => {
    const asked = await overspend(ctx);
    if (!asked) throw fail(404, 'not_found', 'The demo agent cannot ask just now: it is paused, or its carts were declined in the last ten minutes.');
    return Response.json({ approval_url: `${ctx.settings.publicOrigin}/approve/${asked.approvalId}` });
  },
});

export const endpoints: readonly Endpoint[] = [postOverspend];
