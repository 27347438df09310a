import { type Authorization, checkCodeProof, findTarget, type Target } from '@/lib/grant';
import type { Ctx } from '@/lib/ports';
import { readAsked } from './asked';
import type { OAuthError } from './errors';
import { toParameters } from './read-parameters';

/**
 * What an authorization request (RFC 6749 section 4.1.1) comes to. `untrusted`: client or redirect is not known, so the person alone is
 * told. `refused`: where to send the browser with the error.
 */
export type AuthorizationAnswer =
  | { readonly kind: 'ok'; readonly authorization: Authorization; readonly denyUrl: string }
  | { readonly kind: 'refused'; readonly location: string }
  | { readonly kind: 'untrusted'; readonly message: string };

export async function readAuthorization(ctx: Ctx, query: URLSearchParams): Promise<AuthorizationAnswer> {
  // Whose request it is comes first, from the first of each: a request with doubles is refused below, to a redirect that is known.
  const first = (name: string): string | undefined => query.get(name) ?? undefined;
  const target = await findTarget(ctx, { clientId: first('client_id'), redirectUri: first('redirect_uri') });
  if (!target || query.getAll('client_id').length > 1 || query.getAll('redirect_uri').length > 1) {
    return { kind: 'untrusted', message: 'The client is not registered here, or the address to return to is not one that it registered.' };
  }
  const state = query.getAll('state').length === 1 ? query.get('state') : null;
  const refused = (error: OAuthError): AuthorizationAnswer => ({ kind: 'refused', location: errorUrl(ctx, target, state, error) });

  const parameters = toParameters([...query]);
  if (!parameters.ok) return refused(parameters.error);
  const proof = checkCodeProof(parameters.value.values);
  if (!proof.ok) return refused(proof.error);
  const asked = await readAsked(ctx, parameters.value, target.client.name);
  if (!asked.ok) return refused(asked.error);
  if (asked.value.purchase) return refused({ code: 'invalid_authorization_details', message: 'One purchase is asked for by a device request.' });
  const denyUrl = errorUrl(ctx, target, state, { code: 'access_denied', message: 'The owner said no.' });
  return { kind: 'ok', authorization: { ...target, ...proof.value, asked: asked.value }, denyUrl };
}

/** RFC 6749 section 4.1.2.1, with the issuer (RFC 9207): the client knows whose answer it is. */
const errorUrl = (ctx: Ctx, { redirectUri }: Target, state: string | null, { code, message }: OAuthError): string =>
  withParameters(redirectUri, { error: code, error_description: message, state, iss: ctx.settings.publicOrigin });

/** RFC 6749 section 4.1.2 and RFC 9207. */
export const codeUrl = (ctx: Ctx, redirect: { uri: string; code: string; state: string | null }): string =>
  withParameters(redirect.uri, { code: redirect.code, state: redirect.state, iss: ctx.settings.publicOrigin });

/** Appended as text: a URL parser would rewrite what the client registered. What stood in its query stays. */
function withParameters(uri: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(given).toString()}`;
}
