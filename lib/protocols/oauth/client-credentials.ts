import { type Agent, authenticateAssertion, authenticateClient } from '@/lib/agent';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import type { OAuthError } from './errors';
import type { Parameters } from './read-parameters';

const BASIC = /^basic +([A-Za-z0-9+/]+=*) *$/i;

/** `user:password` of HTTP Basic, form-decoded as RFC 6749 section 2.3.1 says; null for anything else. */
export function parseBasic(authorization: string): { user: string; password: string } | null {
  const encoded = BASIC.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  const user = formDecode(text.slice(0, colon));
  const password = formDecode(text.slice(colon + 1));
  return user === null || password === null ? null : { user, password };
}

function formDecode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

const INVALID_CLIENT = { code: 'invalid_client', message: 'The client is unknown, its secret is wrong, or its agent is paused or revoked.' } as const;

/** The agent that calls: client_secret_basic, client_secret_post or private_key_jwt, never two at once. */
export async function checkClient(ctx: Ctx, request: Request, { values }: Parameters): Promise<Result<Agent, OAuthError>> {
  if (values.has('client_assertion') || values.has('client_assertion_type')) return checkAssertion(ctx, request, values);
  const credential = readCredential(request.headers.get('authorization'), values);
  if (!credential.ok) return credential;
  const client = await authenticateClient(ctx, credential.value);
  return client.ok ? client : err(INVALID_CLIENT);
}

function readCredential(
  authorization: string | null,
  values: Parameters['values'],
): Result<{ clientId: string; clientSecret: string }, OAuthError> {
  const posted = { id: values.get('client_id'), secret: values.get('client_secret') };
  if (authorization === null) {
    return posted.id !== undefined && posted.secret !== undefined ? ok({ clientId: posted.id, clientSecret: posted.secret }) : err(INVALID_CLIENT);
  }
  if (posted.secret !== undefined) return err({ code: 'invalid_request', message: 'Use one way of client authentication, not two.' });
  const basic = parseBasic(authorization);
  if (!basic) return err(INVALID_CLIENT);
  if (posted.id !== undefined && posted.id !== basic.user) {
    return err({ code: 'invalid_request', message: 'client_id is not the client that authenticates.' });
  }
  return ok({ clientId: basic.user, clientSecret: basic.password });
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** RFC 7523 section 2.2. */
async function checkAssertion(ctx: Ctx, request: Request, values: Parameters['values']): Promise<Result<Agent, OAuthError>> {
  if (request.headers.get('authorization') !== null || values.has('client_secret')) {
    return err({ code: 'invalid_request', message: 'Use one way of client authentication, not two.' });
  }
  const assertion = values.get('client_assertion');
  if (assertion === undefined || values.get('client_assertion_type') !== JWT_BEARER) {
    return err({ code: 'invalid_request', message: `client_assertion comes with client_assertion_type ${JWT_BEARER}.` });
  }
  const { publicOrigin } = ctx.settings;
  const audiences = [publicOrigin, `${publicOrigin}/api/agent/v1/oauth/token`, publicOrigin + new URL(request.url).pathname];
  const client = await authenticateAssertion(ctx, { assertion, clientId: values.get('client_id'), audiences });
  return client.ok ? client : err(INVALID_CLIENT);
}
