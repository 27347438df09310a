import { fail } from '@/lib/http/failure';
import type { Ctx } from '@/lib/ports';
import { findApiKey, type ApiKey } from './api-key';

const CHALLENGE = { headers: { 'WWW-Authenticate': 'ApiKey realm="countersign", header="X-API-Key"' } };

/**
 * The X-API-Key of a call to the public API, or null where there is none. One that is unknown or revoked is 401 always; where this installation asks
 * for a key (PUBLIC_API_AUTH_MODE=api-key), so are none, and one that may not do `scope`.
 */
export async function checkPublicKey(ctx: Ctx, request: Request, scope: string): Promise<ApiKey | null> {
  const given = request.headers.get('x-api-key');
  const key = given === null ? null : await findApiKey(ctx, given);
  if (given !== null && key === null) throw fail(401, 'unauthorized', 'The X-API-Key is unknown or revoked.', CHALLENGE);
  if (!ctx.settings.publicApiNeedsKey || key?.scopes.includes(scope)) return key;
  const message = key === null ? 'Send an X-API-Key: this installation serves nobody without one.' : `The X-API-Key may not do this: it needs the permission ${scope}.`;
  throw fail(401, 'unauthorized', message, { ...CHALLENGE, details: { scope } });
}
