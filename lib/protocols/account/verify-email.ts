import { endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { verifyEmail } from '@/lib/identity';
import { refuse } from './errors';

/** The link in the mail: ?token=... -> 303 to the wallet, 400 invalid_token when it is unknown or a day old. */
export const getVerifyEmail = endpoint({
  method: 'GET',
  path: '/api/account/verify-email',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const token = new URL(request.url).searchParams.get('token');
    if (token === null || token === '') throw fail(400, 'invalid_request', 'token is missing', { param: '$.token' });
    const verified = await verifyEmail(ctx, token);
    if (!verified.ok) return refuse(verified.error.code);
    const location = new URL('/wallet', ctx.settings.publicOrigin).href;
    return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
  },
});
