import { COOKIE_KINDS, type CredentialKind } from '@/lib/http/endpoint';
import { fail, type HttpFailure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import type { SignedIn } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';
import { findApiKey, type ApiKey } from './api-key';
import { resourceMetadata, verifyAgentToken, type ExpectedAudience } from './bearer';
import { checkDpopProof } from './dpop';
import { dpopFailure } from './dpop-failure';
import { readOperatorSession } from './operator-session';
import { isRead, readSession, requireSameOrigin } from './session';

const ANONYMOUS: Principal = { kind: 'anonymous' };
const BEARER_KINDS: readonly CredentialKind[] = ['merchant_key', 'agent_token', 'operator_key', 'partner_key'];

/** Three parts of base64url: a JWT (RFC 7519). None of our keys has a dot. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** RFC 6750, 2.1. The scheme is told without regard to case (RFC 9110, 11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;
/** RFC 9449, 7.1. */
const DPOP = /^dpop +([\w-]+\.[\w-]+\.[\w-]+) *$/i;

/**
 * Who calls, of the kinds that an endpoint accepts. The Authorization header decides where there is one, else a partner's X-API-Key, else the cookie.
 *
 * A bearer that is unknown, revoked or of a kind that is not accepted here is 401 even where a credential is optional; an endpoint
 * that takes none at all does not look at it. A cookie that signs nobody in counts as no cookie: browsers send it unasked. Where
 * `oauth_client` is accepted its handler verifies the client itself, and gets an anonymous principal. `audience` is what an agent's
 * token must be for: any resource of ours unless it is given.
 *
 * Throws 401 unauthorized (with WWW-Authenticate as RFC 6750 says), 403 cross_origin, and what verifyAgentToken throws.
 */
export async function authenticate(
  ctx: Ctx,
  request: Request,
  accepted: readonly CredentialKind[],
  audience?: ExpectedAudience,
): Promise<Principal> {
  const bearerAccepted = accepted.some((kind) => BEARER_KINDS.includes(kind));
  const cookieAccepted = accepted.some((kind) => COOKIE_KINDS.includes(kind));
  if (!bearerAccepted && !cookieAccepted) return ANONYMOUS;
  const authorization = request.headers.get('authorization');
  if (authorization !== null && bearerAccepted) return fromAuthorization(ctx, request, authorization, accepted, audience);
  const partnerKey = accepted.includes('partner_key') ? request.headers.get('x-api-key') : null;
  if (partnerKey !== null) return fromKey(ctx, partnerKey, accepted, audience);
  const principal = cookieAccepted ? await fromCookie(ctx, request, accepted) : null;
  if (principal) {
    requireSameOrigin(ctx, request);
    return principal;
  }
  if (accepted.includes('none') || accepted.includes('oauth_client')) return ANONYMOUS;
  throw bearerAccepted ? missingCredential(ctx, audience) : fail(401, 'unauthorized', 'Sign in to do this.');
}

async function fromAuthorization(
  ctx: Ctx,
  request: Request,
  authorization: string,
  accepted: readonly CredentialKind[],
  audience: ExpectedAudience | undefined,
): Promise<Principal> {
  const bound = DPOP.exec(authorization)?.[1];
  if (bound !== undefined && accepted.includes('agent_token')) return fromBoundToken(ctx, request, bound, audience);
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) {
    if (accepted.includes('oauth_client')) return ANONYMOUS;
    throw invalidToken(ctx, audience);
  }
  if (JWT.test(token)) {
    if (!accepted.includes('agent_token')) throw invalidToken(ctx, audience);
    return verifyAgentToken(ctx, token, audience);
  }
  return fromKey(ctx, token, accepted, audience);
}

async function fromKey(ctx: Ctx, text: string, accepted: readonly CredentialKind[], audience: ExpectedAudience | undefined): Promise<Principal> {
  const key = await findApiKey(ctx, text);
  const principal = key && toKeyPrincipal(key, accepted);
  if (!principal) throw invalidToken(ctx, audience);
  return principal;
}

/** A token that is bound to a key, with the proof that its bearer holds that key. */
async function fromBoundToken(ctx: Ctx, request: Request, token: string, audience: ExpectedAudience | undefined): Promise<Principal> {
  const proof = await checkDpopProof(ctx, request, { accessToken: token, merchantHandle: audience?.merchantHandle });
  if (!proof.ok) throw dpopFailure(ctx, proof.error);
  return verifyAgentToken(ctx, token, audience, proof.value);
}

/** An operator's key is a partner's key too (rules.md, Credentials). */
function toKeyPrincipal(key: ApiKey, accepted: readonly CredentialKind[]): Principal | null {
  if (key.kind === 'merchant' && key.merchantId !== null && accepted.includes('merchant_key')) {
    return { kind: 'merchant_key', keyId: key.id, merchantId: key.merchantId, scopes: key.scopes, ...(key.requestKeys.length === 0 ? {} : { requestKeys: key.requestKeys }) };
  }
  if (key.kind === 'operator' && accepted.includes('operator_key')) return { kind: 'operator', keyId: key.id };
  if (key.kind !== 'merchant' && accepted.includes('partner_key')) return { kind: 'partner', keyId: key.id, ...(key.kind === 'operator' && { isOperator: true }) };
  return null;
}

/** A person, else an operator; null where no cookie signs in anyone who is accepted. */
async function fromCookie(ctx: Ctx, request: Request, accepted: readonly CredentialKind[]): Promise<Principal | null> {
  const personAccepted = accepted.includes('owner_session') || accepted.includes('merchant_session');
  const person = personAccepted ? toSessionPrincipal(await readSession(ctx, request.headers, isRead(request) ? 'read' : 'write'), accepted) : null;
  if (person || !accepted.includes('operator_session')) return person;
  const operator = await readOperatorSession(ctx, request.headers);
  return operator && { kind: 'operator', ...operator };
}

/** A person may be both an owner and a merchant's: the first kind that the endpoint lists decides. */
function toSessionPrincipal(session: SignedIn | null, accepted: readonly CredentialKind[]): Principal | null {
  if (!session) return null;
  const { sessionId, userId, walletId, membership } = session;
  for (const kind of accepted) {
    if (kind === 'owner_session' && walletId !== null) return { kind: 'owner', userId, walletId, sessionId };
    if (kind === 'merchant_session' && membership) return { kind: 'merchant_user', userId, sessionId, ...membership };
  }
  return null;
}

const REALM = 'Bearer realm="countersign"';

/** RFC 6750, 3.1: a request without credentials is told no error code. */
const missingCredential = (ctx: Ctx, audience?: ExpectedAudience): HttpFailure =>
  fail(401, 'unauthorized', 'This needs a credential: send Authorization: Bearer.', { headers: { 'WWW-Authenticate': REALM + metadataOf(ctx, audience) } });

/** Said of resources that have a document of their own. */
const metadataOf = (ctx: Ctx, audience?: ExpectedAudience): string => (audience?.metadataPath === undefined ? '' : `, ${resourceMetadata(ctx, audience.metadataPath)}`);

const invalidToken = (ctx: Ctx, audience?: ExpectedAudience): HttpFailure =>
  fail(401, 'unauthorized', 'The credential is unknown, expired, revoked or not accepted here.', {
    headers: { 'WWW-Authenticate': `${REALM}, error="invalid_token"${metadataOf(ctx, audience)}` },
  });
