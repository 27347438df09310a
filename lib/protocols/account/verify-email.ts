import { endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { verifyEmail } from '@/lib/identity';
import { refuse } from './errors';

/** The link in the mail: ?token=... -> 303 to the wallet or the console, or to sign in first; 400 invalid_token when it is unknown or a day old. */
export const getVerifyEmail = endpoint({
  method: 'GET',
  path: '/api/account/verify-email',
  wire: 'account',
  credentials: ['owner_session', 'merchant_session', 'none'],
  scope: null,
  tenant: 'resource',
  async handle(ctx, request) {
    const token = new URL(request.url).searchParams.get('token');
    if (token === null || token === '') throw fail(400, 'invalid_request', 'token is missing', { param: '$.token' });
    const { principal } = ctx;
    const userId = principal.kind === 'owner' || principal.kind === 'merchant_user' ? principal.userId : null;
    const verified = await verifyEmail(ctx, { token, userId });
    if (!verified.ok && verified.error.code === 'invalid_token') return refuse('invalid_token');
    const here = `/api/account/verify-email?token=${encodeURIComponent(token)}`;
    const next = verified.ok ? (principal.kind === 'owner' ? '/wallet' : '/dashboard') : `/sign-in?callbackUrl=${encodeURIComponent(here)}`;
    const location = new URL(next, ctx.settings.publicOrigin).href;
    return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
  },
});
