import { type AccessToken, readAccessToken, revokeAccessToken } from '@/lib/agent';
import { findClient, findClientIdOfAgent } from '@/lib/grant';
import { endpoint } from '@/lib/http/endpoint';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { checkClient } from './client-credentials';
import { type OAuthError, refuse, respond } from './errors';
import { type Parameters, readParameters } from './read-parameters';

/**
 * RFC 7009. A client ends a token of its own, from the token's next call on. Any other text, a token of someone else among them, is
 * answered alike and changes nothing.
 */
export const postRevoke = endpoint({
  method: 'POST',
  path: '/api/agent/v1/oauth/revoke',
  wire: 'oauth',
  credentials: ['oauth_client'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    const parameters = await readParameters(request);
    if (!parameters.ok) return refuse(parameters.error);
    const caller = await checkCaller(ctx, request, parameters.value);
    if (!caller.ok) return refuse(caller.error);
    const token = parameters.value.values.get('token');
    if (token === undefined) return refuse({ code: 'invalid_request', message: 'token is missing.' });

    const access = await readAccessToken(ctx, token);
    if (access && (await caller.value.owns(access))) await revokeAccessToken(ctx, access);
    return respond(200, {});
  },
});

type Caller = { readonly owns: (token: AccessToken) => Promise<boolean> };

/** An agent by its credentials, or a registered public client by its id alone: it owns the tokens of the agents that came by it. */
async function checkCaller(ctx: Ctx, request: Request, parameters: Parameters): Promise<Result<Caller, OAuthError>> {
  const clientId = parameters.values.get('client_id');
  const isAlone = request.headers.get('authorization') === null && !parameters.values.has('client_secret') && !parameters.values.has('client_assertion');
  if (isAlone && clientId !== undefined && (await findClient(ctx, clientId))) {
    return ok({ owns: async (token) => (await findClientIdOfAgent(ctx, token.agentId)) === clientId });
  }
  const client = await checkClient(ctx, request, parameters);
  return client.ok ? ok({ owns: (token) => Promise.resolve(token.clientId === client.value.clientId) }) : client;
}
