import { z } from 'zod';
import { registerClient } from '@/lib/grant';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint } from '@/lib/http/endpoint';
import { firstIssue } from '@/lib/http/issues';
import { refuse, respond } from './errors';
import { rateLimited } from './rate-limited';

const LIMIT_BYTES = 64 * 1024;
const GRANT_TYPES = ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'];

/** RFC 7591 section 2. Fields that are not understood are ignored, as it says; what we could not honour is refused. */
export const ClientMetadata = z.object({
  redirect_uris: z.array(z.string().max(2_000)).max(100),
  client_name: z.string().max(500).optional(),
  token_endpoint_auth_method: z.literal('none').default('none'),
  // Many clients list refresh_token whether or not a server has it: the answer says what they get.
  grant_types: z.array(z.string().max(100)).max(20).default(['authorization_code']).refine((types) => types.includes('authorization_code') || types.includes(GRANT_TYPES[1] ?? ''), 'must hold authorization_code'),
  response_types: z.array(z.literal('code')).max(5).default(['code']),
});

/** RFC 7591: registers a public client, which gets an id. It needs no credential; what it may do, each owner decides. */
export const postRegister = endpoint({
  method: 'POST',
  path: '/api/agent/v1/oauth/register',
  wire: 'oauth',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const parsed = ClientMetadata.safeParse(await readJsonOrEmpty(request, LIMIT_BYTES));
    if (!parsed.success) {
      const { param, message } = firstIssue(parsed.error);
      return refuse({ code: param.startsWith('$.redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata', message: `${param} ${message}` });
    }
    const metadata = parsed.data;
    const registered = await registerClient(ctx, {
      name: metadata.client_name ?? '',
      redirectUris: metadata.redirect_uris,
      clientAddress: ctx.clientAddress,
    });
    if (!registered.ok) {
      if (registered.error.code === 'rate_limited') throw rateLimited(registered.error);
      return refuse(registered.error);
    }
    const { id, name, redirectUris, createdAt } = registered.value;
    return respond(201, {
      client_id: id,
      client_id_issued_at: Math.floor(createdAt.getTime() / 1000),
      client_name: name,
      redirect_uris: redirectUris,
      token_endpoint_auth_method: 'none',
      grant_types: metadata.grant_types.filter((type) => GRANT_TYPES.includes(type)),
      response_types: metadata.response_types,
    });
  },
});
