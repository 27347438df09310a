import { type Agent, type AgentPermission, isAgentPermission, issueAccessToken } from '@/lib/agent';
import { endpoint } from '@/lib/http/endpoint';
import { err, ok, type Result } from '@/lib/kernel/result';
import { checkClient } from './client-credentials';
import { findProvenKey, tokenType } from './dpop';
import { type OAuthError, refuse, respond } from './errors';
import { findGrantHandler } from './grants';
import { readParameters } from './read-parameters';
import { checkResources } from './resources';

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
    const answerGrant = findGrantHandler(parameters.value.values.get('grant_type'));
    if (answerGrant) return answerGrant(ctx, request, parameters.value);
    const client = await checkClient(ctx, request, parameters.value);
    if (!client.ok) return refuse(client.error);
    const grantType = checkGrantType(parameters.value.values.get('grant_type'));
    if (!grantType.ok) return refuse(grantType.error);
    const scopes = checkScope(client.value, parameters.value.values.get('scope'));
    if (!scopes.ok) return refuse(scopes.error);
    const audience = await checkResources(ctx, parameters.value.resources);
    if (!audience.ok) return refuse(audience.error);
    const key = await findProvenKey(ctx, request);
    if (!key.ok) return refuse(key.error);

    const grant = { agent: client.value, scopes: scopes.value, audience: audience.value, jkt: key.value };
    const { token, expiresInSeconds } = await issueAccessToken(ctx, grant);
    return respond(200, { access_token: token, token_type: tokenType(key.value), expires_in: expiresInSeconds, scope: scopes.value.join(' ') });
  },
});

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
