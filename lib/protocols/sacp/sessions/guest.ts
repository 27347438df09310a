import type { Checkout } from '@/lib/checkout';
import { cleanName } from '@/lib/agent';
import { PURCHASE_PERMISSIONS, startDeviceGrant } from '@/lib/grant';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { NotYet } from '../once-per-key';

export type Guest = { readonly name: string; readonly buyerEmail: string | null };

const TOKEN_PATH = '/api/agent/v1/oauth/token';

/**
 * Opens a device request for exactly this purchase (specs/systems.md, guest checkout): whoever types its code sees the cart and may sign for
 * it, with a wallet of their own or one that they make on the way. Throws NotYet with the 202: nothing of it is kept under a key.
 */
export async function askAnyOwner(ctx: RequestCtx, checkout: Checkout, { name, buyerEmail }: Guest): Promise<never> {
  const purchase = { merchant: checkout.merchantHandle, checkoutId: checkout.id };
  const asked = { name: cleanName(name) || 'A guest agent', permissions: PURCHASE_PERMISSIONS, limits: [], purchase, resources: [], detailed: true };
  const started = await startDeviceGrant(ctx, { asked, oauthClientId: null, buyerEmail, clientAddress: ctx.clientAddress });
  if (!started.ok) throw fail(429, 'rate_limited', 'Too many requests.', { headers: { 'retry-after': String(started.error.retryAfterSeconds) } });
  const { deviceCode, userCode, expiresInSeconds, intervalSeconds } = started.value;
  const { publicOrigin } = ctx.settings;
  throw new NotYet({
    status: 202,
    body: {
      session_id: checkout.id,
      status: 'authorization_required',
      authorization_required: true,
      authorization_url: `${publicOrigin}/device?user_code=${userCode}`,
      user_code: userCode,
      qr_code_url: `${publicOrigin}/api/agent/v1/oauth/device/qr?user_code=${userCode}`,
      poll_endpoint: publicOrigin + TOKEN_PATH,
      device_code: deviceCode,
      expires_in: expiresInSeconds,
      interval: intervalSeconds,
      next_step:
        'Give authorization_url or user_code to the buyer. Poll poll_endpoint with grant_type urn:ietf:params:oauth:grant-type:device_code and device_code; ' +
        'with the access token of its one answer call POST /api/agent/v1/payments/token, then complete this session with the payment_token.',
    },
  });
}
