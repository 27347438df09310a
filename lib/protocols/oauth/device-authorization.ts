import { cleanName } from '@/lib/agent';
import { findClient, startDeviceGrant } from '@/lib/grant';
import { endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { readAsked } from './asked';
import { refuse, respond } from './errors';
import { type Parameters, readParameters } from './read-parameters';
import { rateLimited } from './rate-limited';

const MAX_EMAIL_LENGTH = 320;

/**
 * RFC 8628 section 3.1: an agent without a client asks for one. `agent_name` is what the owner will read, `buyer_email` sends that owner a
 * mail. Anyone may ask; nobody gets anything before an owner's passkey.
 */
export const postDeviceAuthorization = endpoint({
  method: 'POST',
  path: '/api/agent/v1/oauth/device_authorization',
  wire: 'oauth',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const parameters = await readParameters(request);
    return parameters.ok ? start(ctx, parameters.value) : refuse(parameters.error);
  },
});

async function start(ctx: RequestCtx, parameters: Parameters): Promise<Response> {
  const { values } = parameters;
  const clientId = values.get('client_id');
  const client = clientId === undefined ? null : await findClient(ctx, clientId);
  if (clientId !== undefined && client === null) return refuse({ code: 'invalid_client', message: 'There is no registered client of this id.' });
  const name = values.get('agent_name') ?? client?.name;
  if (name === undefined || cleanName(name) === '') return refuse({ code: 'invalid_request', message: 'agent_name is missing.' });
  const asked = await readAsked(ctx, parameters, name);
  if (!asked.ok) return refuse(asked.error);
  const buyerEmail = values.get('buyer_email') ?? null;
  if (buyerEmail !== null && buyerEmail.length > MAX_EMAIL_LENGTH) return refuse({ code: 'invalid_request', message: 'buyer_email is too long.' });

  const started = await startDeviceGrant(ctx, { asked: asked.value, oauthClientId: client?.id ?? null, buyerEmail, clientAddress: ctx.clientAddress });
  if (!started.ok) throw rateLimited(started.error);
  const { deviceCode, userCode, expiresInSeconds, intervalSeconds } = started.value;
  return respond(200, {
    device_code: deviceCode,
    user_code: userCode,
    ...toVerification(ctx.settings.publicOrigin, userCode),
    expires_in: expiresInSeconds,
    interval: intervalSeconds,
  });
}

/** Where the owner goes, and the same as a picture to scan. */
export const toVerification = (origin: string, userCode: string) => ({
  verification_uri: `${origin}/device`,
  verification_uri_complete: `${origin}/device?user_code=${userCode}`,
  qr_code_url: `${origin}/api/agent/v1/oauth/device/qr?user_code=${userCode}`,
});
