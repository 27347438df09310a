import type { ProvenKey } from '@/lib/auth';
import { type Issued, pollDevice, type RedeemError, redeemCode, toDetails } from '@/lib/grant';
import { unreachable } from '@/lib/kernel/invariant';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findProvenKey, tokenType } from './dpop';
import { type OAuthError, refuse, respond } from './errors';
import type { Parameters } from './read-parameters';
import { audienceWithin, checkResources } from './resources';

type GrantHandler = (ctx: Ctx, request: Request, parameters: Parameters) => Promise<Response>;

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** How a grant that an owner consented to is redeemed. Its clients are public: what they show is the code. */
export function findGrantHandler(grantType: string | undefined): GrantHandler | null {
  if (grantType === 'authorization_code') return redeemAuthorizationCode;
  return grantType === DEVICE_CODE ? redeemDeviceCode : null;
}

/** RFC 6749 section 4.1.3 and RFC 7636 section 4.5. */
const redeemAuthorizationCode: GrantHandler = async (ctx, request, parameters) => {
  const { values } = parameters;
  const [code, redirectUri, clientId, verifier] = ['code', 'redirect_uri', 'client_id', 'code_verifier'].map((name) => values.get(name));
  if (clientId === undefined) return refuse({ code: 'invalid_client', message: 'client_id is missing.' });
  if (code === undefined || redirectUri === undefined || verifier === undefined) {
    return refuse({ code: 'invalid_request', message: 'code, redirect_uri and code_verifier are required.' });
  }
  return redeem(ctx, request, parameters, (terms) => redeemCode(ctx, { code, redirectUri, clientId, verifier, ...terms }));
};

/** RFC 8628 section 3.4. */
const redeemDeviceCode: GrantHandler = async (ctx, request, parameters) => {
  const deviceCode = parameters.values.get('device_code');
  if (deviceCode === undefined) return refuse({ code: 'invalid_request', message: 'device_code is missing.' });
  const clientId = parameters.values.get('client_id') ?? null;
  return redeem(ctx, request, parameters, (terms) => pollDevice(ctx, { deviceCode, clientId, ...terms }));
};

type Terms = { readonly key: ProvenKey | null; readonly audience: ReturnType<typeof audienceWithin> };

/** What both have in common: resources, the DPoP proof, and the answer. */
async function redeem(
  ctx: Ctx,
  request: Request,
  { resources }: Parameters,
  use: (terms: Terms) => Promise<Result<Issued, RedeemError>>,
): Promise<Response> {
  const requested = resources.length === 0 ? null : await checkResources(ctx, resources);
  if (requested && !requested.ok) return refuse(requested.error);
  const key = await findProvenKey(ctx, request);
  if (!key.ok) return refuse(key.error);
  const issued = await use({ key: key.value, audience: audienceWithin(ctx, requested?.value ?? null) });
  return issued.ok ? respond(200, toTokenResponse(issued.value, key.value?.jkt ?? null)) : refuse(toOAuthError(issued.error));
}

const toTokenResponse = ({ agent, asked, token, expiresInSeconds, clientSecret }: Issued, jkt: string | null): object => ({
  access_token: token,
  token_type: tokenType(jkt),
  expires_in: expiresInSeconds,
  scope: agent.permissions.join(' '),
  ...(clientSecret === null ? {} : { client_id: agent.clientId, client_secret: clientSecret }),
  ...(asked.detailed ? { authorization_details: toDetails(agent) } : {}),
});

function toOAuthError({ code }: RedeemError): OAuthError {
  switch (code) {
    case 'invalid_grant':
      return { code, message: 'The code is unknown, used, expired or not for this client, redirect and verifier.' };
    case 'invalid_target':
      return { code, message: 'The owner did not consent to this resource.' };
    case 'authorization_pending':
      return { code, message: 'The owner has not answered yet.' };
    case 'slow_down':
      return { code, message: 'Polled too fast: from now on wait five seconds longer between polls.' };
    case 'access_denied':
      return { code, message: 'The owner said no.' };
    case 'expired_token':
      return { code, message: 'The device code has expired. Start again.' };
    default:
      return unreachable(code);
  }
}
