import QRCode from 'qrcode';
import { normalizeUserCode } from '@/lib/grant';
import { endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { toVerification } from './device-authorization';

/** The address of /device with a user code in it, as a QR code. It draws what it is told, and tells nothing about the code. */
export const getDeviceQr = endpoint({
  method: 'GET',
  path: '/api/agent/v1/oauth/device/qr',
  wire: 'oauth',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const userCode = normalizeUserCode(new URL(request.url).searchParams.get('user_code') ?? '');
    if (userCode === null) throw fail(400, 'invalid_request', 'user_code is missing or malformed.', { param: '$.user_code' });
    const svg = await QRCode.toString(toVerification(ctx.settings.publicOrigin, userCode).verification_uri_complete, { type: 'svg', margin: 2 });
    return new Response(svg, { headers: { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'no-store', 'cross-origin-resource-policy': 'cross-origin' } });
  },
});
