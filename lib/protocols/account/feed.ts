import { z } from 'zod';
import { publishEverything, removeFeedTarget, setFeedTarget } from '@/lib/feed';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { findUrlFault } from '@/lib/http/outbound-url';
import { invariant } from '@/lib/kernel/invariant';
import { answer } from './errors';
import { readBody } from './read-body';

// A merchant's product feed: where it is published, and publishing it at once.

const common = { wire: 'account', credentials: ['merchant_session'], scope: null, tenant: 'credential' } as const;

export const Body = z.strictObject({
  url: z.string().max(2_000),
  // Visible ASCII: it is sent in a header.
  secret: z.string().min(1).max(500).regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters').optional(),
});

/** PUT /api/dashboard/feed {url, secret?}: of the merchant's owner. The secret is sent as a Bearer and never shown again. */
export const putFeed: Endpoint = endpoint({
  ...common,
  method: 'PUT',
  path: '/api/dashboard/feed',
  handle: async (ctx, request) => {
    const merchantId = ownersMerchant(ctx);
    const { url, secret = null } = await readBody(request, Body);
    const fault = findUrlFault(url, ctx.settings.testMode) ?? (/[?#]/.test(url) ? 'must have no query and no fragment: paths are added to it' : null);
    if (fault !== null) throw fail(400, 'invalid_request', `The address ${fault}.`, { param: '$.url' });
    await setFeedTarget(ctx, { merchantId, url, secret });
    return answer(200, { url });
  },
});

/** DELETE /api/dashboard/feed: of the merchant's owner. */
export const deleteFeed: Endpoint = endpoint({
  ...common,
  method: 'DELETE',
  path: '/api/dashboard/feed',
  handle: async (ctx) => {
    if (!(await removeFeedTarget(ctx, ownersMerchant(ctx)))) return noTarget();
    return answer(200, { url: null });
  },
});

/** POST /api/dashboard/feed/publish: everything once more, now. Of owners and managers. */
export const postFeedPublish: Endpoint = endpoint({
  ...common,
  method: 'POST',
  path: '/api/dashboard/feed/publish',
  handle: async (ctx) => {
    const { merchantId, role } = member(ctx);
    if (role === 'staff') throw fail(403, 'forbidden', 'The feed is for owners and managers of the merchant.');
    if (!(await publishEverything(ctx, merchantId))) return noTarget();
    return answer(202, { queued: true });
  },
});

const noTarget = (): Response => answer(404, { error: 'not_found', message: 'The feed has no target.' });

function member({ principal }: RequestCtx): { merchantId: string; role: string } {
  invariant(principal.kind === 'merchant_user', 'the entrance admits merchants only');
  return principal;
}

function ownersMerchant(ctx: RequestCtx): string {
  const { merchantId, role } = member(ctx);
  if (role !== 'owner') throw fail(403, 'forbidden', 'Where the feed is published is for the owner of the merchant to say.');
  return merchantId;
}
