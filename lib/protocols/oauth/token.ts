import { type Agent, type AgentPermission, audiences, isAgentPermission, issueAccessToken } from '@/lib/agent';
import { endpoint } from '@/lib/http/endpoint';
import { err, ok, type Result } from '@/lib/kernel/result';
import { findMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { checkClient } from './client-credentials';
import { type OAuthError, refuse, respond } from './errors';
import { readParameters } from './read-parameters';

/** RFC 6749 section 4.4: an agent's own credentials for an access token of ten minutes. */
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
    const client = await checkClient(ctx, request, parameters.value);
    if (!client.ok) return refuse(client.error);
    const grantType = checkGrantType(parameters.value.values.get('grant_type'));
    if (!grantType.ok) return refuse(grantType.error);
    const scopes = checkScope(client.value, parameters.value.values.get('scope'));
    if (!scopes.ok) return refuse(scopes.error);
    const audience = await checkResources(ctx, parameters.value.resources);
    if (!audience.ok) return refuse(audience.error);

    const { token, expiresInSeconds } = await issueAccessToken(ctx, { agent: client.value, scopes: scopes.value, audience: audience.value });
    return respond(200, { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds, scope: scopes.value.join(' ') });
  },
});

function checkGrantType(grantType: string | undefined): Result<'client_credentials', OAuthError> {
  if (grantType === undefined) return err({ code: 'invalid_request', message: 'grant_type is missing.' });
  return grantType === 'client_credentials'
    ? ok(grantType)
    : err({ code: 'unsupported_grant_type', message: 'The only grant_type served here is client_credentials.' });
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

const MAX_RESOURCES = 10;
const HANDLE = /^[a-z0-9-]{3,40}$/;

/** RFC 8707: the wallet, the stores all together, or one merchant's. Without `resource` a token serves the wallet and every store. */
async function checkResources(ctx: Ctx, resources: readonly string[]): Promise<Result<readonly string[], OAuthError>> {
  const ours = audiences(ctx.settings);
  if (resources.length === 0) return ok([ours.store, ours.wallet]);
  if (resources.length > MAX_RESOURCES) return err({ code: 'invalid_target', message: `At most ${MAX_RESOURCES} resources.` });
  const found = new Set<string>();
  for (const resource of resources) {
    const known = await findResource(ctx, resource);
    if (known === null) return err({ code: 'invalid_target', message: `Known are ${ours.wallet}, ${ours.store} and ${ours.merchant('{handle}')}.` });
    found.add(known);
  }
  return ok([...found]);
}

async function findResource(ctx: Ctx, resource: string): Promise<string | null> {
  const ours = audiences(ctx.settings);
  // URL parsers write an origin with a slash at its end.
  if (resource === ours.wallet || resource === `${ours.wallet}/`) return ours.wallet;
  if (resource === ours.store) return ours.store;
  const handle = resource.slice(ours.merchant('').length);
  if (resource !== ours.merchant(handle) || !HANDLE.test(handle)) return null;
  const merchant = await findMerchant(ctx, handle);
  return merchant ? ours.merchant(merchant.handle) : null;
}
