import { type Agent, type AgentPermission, isAgentPermission, issueAccessToken } from '@/lib/agent';
import { parseDetails } from '@/lib/grant';
import { endpoint } from '@/lib/http/endpoint';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { checkClient } from './client-credentials';
import { findProvenKey, tokenType, withNonce } from './dpop';
import { type OAuthError, refuse, respond } from './errors';
import { findGrantHandler } from './grants';
import { type Parameters, readParameters } from './read-parameters';
import { audienceAt, checkResources } from './resources';

/**
 * RFC 6749 section 4.4: an agent's own credentials for an access token of ten minutes. What an owner consented to comes by the grants of
 * ./grants. With a DPoP proof the token is bound to its key (RFC 9449).
 */
export const postToken = endpoint({
  method: 'POST',
  path: '/api/agent/v1/oauth/token',
  wire: 'oauth',
  credentials: ['oauth_client'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    const parameters = await readParameters(request);
    if (!parameters.ok) return refuse(parameters.error);
    const answerGrant = findGrantHandler(parameters.value.values.get('grant_type')) ?? grantOwnToken;
    return withNonce(ctx, request, await answerGrant(ctx, request, parameters.value));
  },
});

async function grantOwnToken(ctx: Ctx, request: Request, parameters: Parameters): Promise<Response> {
  const client = await checkClient(ctx, request, parameters);
  if (!client.ok) return refuse(client.error);
  const grantType = checkGrantType(parameters.values.get('grant_type'));
  if (!grantType.ok) return refuse(grantType.error);
  const terms = await readTerms(ctx, client.value, parameters);
  if (!terms.ok) return refuse(terms.error);
  const key = await findProvenKey(ctx, request);
  if (!key.ok) return refuse(key.error);

  const { scopes, merchants } = terms.value;
  const { token, expiresInSeconds } = await issueAccessToken(ctx, { agent: client.value, ...terms.value, key: key.value });
  return respond(200, {
    access_token: token,
    token_type: tokenType(key.value?.jkt ?? null),
    expires_in: expiresInSeconds,
    scope: scopes.join(' '),
    ...(merchants ? { authorization_details: [{ type: 'agent_purchase', actions: scopes, merchants }] } : {}),
  });
}

type TokenTerms = { readonly scopes: readonly AgentPermission[]; readonly audience: readonly string[]; readonly merchants: readonly string[] | null };

/** What the token shall be for: of what the agent may, all that scope, authorization_details and resource leave. */
async function readTerms(ctx: Ctx, agent: Agent, { values, resources }: Parameters): Promise<Result<TokenTerms, OAuthError>> {
  const scopes = checkScope(agent, values.get('scope'));
  if (!scopes.ok) return scopes;
  const details = checkDetails(agent, values.get('authorization_details'));
  if (!details.ok) return details;
  const audience = await checkResources(ctx, resources);
  if (!audience.ok) return audience;
  const { actions, merchants } = details.value;
  const within = actions.length === 0 ? scopes.value : scopes.value.filter((scope) => actions.includes(scope));
  if (within.length === 0) return err({ code: 'invalid_scope', message: 'scope and the actions of authorization_details have nothing in common.' });
  const at = merchants ? audienceAt(ctx, audience.value, merchants) : audience.value;
  if (at.length === 0) return err({ code: 'invalid_target', message: 'resource is the store of none of the merchants in authorization_details.' });
  return ok({ scopes: within, merchants, audience: at });
}

/** RFC 9396: a token for less than its agent may. Limits are the agent's, over all of its tokens, so no token has its own. */
function checkDetails(agent: Agent, text: string | undefined): Result<{ actions: readonly AgentPermission[]; merchants: readonly string[] | null }, OAuthError> {
  if (text === undefined) return ok({ actions: [], merchants: null });
  const details = parseDetails(text);
  if (!details.ok) return details;
  const { permissions: actions, limits, merchants = null, purchase } = details.value;
  if (limits.length > 0 || purchase) return invalidDetails('An own token is asked for with actions and merchants alone.');
  if (!actions.every((action) => agent.permissions.includes(action))) return invalidDetails(`This agent may have: ${agent.permissions.join(', ')}.`);
  if (merchants?.some((handle) => agent.merchants && !agent.merchants.includes(handle))) return invalidDetails('This agent may not buy at each of these merchants.');
  return ok({ actions, merchants });
}

const invalidDetails = (message: string) => err({ code: 'invalid_authorization_details', message } as const);

function checkGrantType(grantType: string | undefined): Result<'client_credentials', OAuthError> {
  if (grantType === undefined) return err({ code: 'invalid_request', message: 'grant_type is missing.' });
  return grantType === 'client_credentials'
    ? ok(grantType)
    : err({ code: 'unsupported_grant_type', message: 'The grant types served here are client_credentials, authorization_code and urn:ietf:params:oauth:grant-type:device_code.' });
}

/** What is asked for must be among the agent's permissions; nothing asked for is all of them. */
function checkScope(agent: Agent, scope: string | undefined): Result<readonly AgentPermission[], OAuthError> {
  if (scope === undefined) return ok(agent.permissions);
  const asked = new Set(scope.split(' ').filter((entry) => entry !== ''));
  const granted = [...asked].filter((entry) => isAgentPermission(entry)).filter((entry) => agent.permissions.includes(entry));
  return granted.length === asked.size && granted.length > 0
    ? ok(granted)
    : err({ code: 'invalid_scope', message: `This agent may have: ${agent.permissions.join(' ')}.` });
}
