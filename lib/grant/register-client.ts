import { cleanName } from '@/lib/agent';
import { type RateLimited, throttleAddress } from '@/lib/identity';
import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findRedirectFault } from './redirect-uri';
import { insertClient } from './store';
import type { OAuthClient } from './types';

export const MAX_REDIRECT_URIS = 10;
const REGISTRATIONS = { points: 20, seconds: 10 * 60 };

export type RegisterClientError =
  | { readonly code: 'invalid_redirect_uri'; readonly message: string }
  | RateLimited;

/** RFC 7591: registers a public client, for anyone who asks. It gets an id and no secret; what it may do each owner decides. */
export async function registerClient(
  ctx: Ctx,
  command: { name: string; redirectUris: readonly string[]; clientAddress: string },
): Promise<Result<OAuthClient, RegisterClientError>> {
  const { redirectUris } = command;
  if (redirectUris.length === 0 || redirectUris.length > MAX_REDIRECT_URIS) {
    return err({ code: 'invalid_redirect_uri', message: `redirect_uris must hold 1 to ${MAX_REDIRECT_URIS} addresses.` });
  }
  for (const uri of redirectUris) {
    const fault = findRedirectFault(uri);
    if (fault !== null) return err({ code: 'invalid_redirect_uri', message: `A redirect URI ${fault}.` });
  }
  const allowed = await throttleAddress(ctx, { what: 'oauth-register', clientAddress: command.clientAddress, budget: REGISTRATIONS });
  if (!allowed.ok) return allowed;
  const createdAt = ctx.clock.now();
  const client = { id: newId('oauthClient', createdAt.getTime()), name: cleanName(command.name) || 'An agent', redirectUris, createdAt };
  await insertClient(ctx, client);
  return ok(client);
}
