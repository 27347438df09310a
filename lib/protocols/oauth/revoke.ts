import { readAccessToken, revokeAccessToken } from '@/lib/agent';
import { endpoint } from '@/lib/http/endpoint';
import { checkClient } from './client-credentials';
import { refuse, respond } from './errors';
import { readParameters } from './read-parameters';

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
    const client = await checkClient(ctx, request, parameters.value);
    if (!client.ok) return refuse(client.error);
    const token = parameters.value.values.get('token');
    if (token === undefined) return refuse({ code: 'invalid_request', message: 'token is missing.' });

    const access = await readAccessToken(ctx, token);
    if (access?.clientId === client.value.clientId) await revokeAccessToken(ctx, access);
    return respond(200, {});
  },
});
