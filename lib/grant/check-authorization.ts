import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { matchesRegistered } from './redirect-uri';
import { findClient } from './store';
import type { Asked, OAuthClient } from './types';

/** An authorization request that may be put before an owner. */
export type Authorization = {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly codeChallenge: string;
  readonly dpopJkt: string | null;
  readonly asked: Asked;
};

/** Where an answer may be sent. Until this is known, a fault is told to the person alone (RFC 6749 section 4.1.2.1). */
export type Target = { readonly client: OAuthClient; readonly redirectUri: string };

/**
 * The registered client and its redirect, exactly as registered. Null for everything else: an answer sent to an address that is not the
 * client's would make us an open redirector.
 */
export async function findTarget(ctx: Ctx, given: { clientId: string | undefined; redirectUri: string | undefined }): Promise<Target | null> {
  const client = given.clientId === undefined ? null : await findClient(ctx, given.clientId);
  if (!client) return null;
  const [only] = client.redirectUris;
  const redirectUri = given.redirectUri ?? (client.redirectUris.length === 1 ? only : undefined);
  return redirectUri !== undefined && matchesRegistered(redirectUri, client.redirectUris) ? { client, redirectUri } : null;
}

/** 256 bits as base64url: what S256 makes of a verifier, and what a JWK thumbprint is. */
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const MAX_STATE_LENGTH = 2_000;

export type ProofFault = { readonly code: 'invalid_request' | 'unsupported_response_type'; readonly message: string };

/** What protects the code: response type, PKCE by S256 (RFC 7636; `plain` and a missing challenge are a downgrade), the DPoP key. */
export function checkCodeProof(
  values: ReadonlyMap<string, string>,
): Result<{ codeChallenge: string; dpopJkt: string | null; state: string | null }, ProofFault> {
  const [state, jkt, challenge] = [values.get('state') ?? null, values.get('dpop_jkt') ?? null, values.get('code_challenge')];
  if (state !== null && state.length > MAX_STATE_LENGTH) return invalid('state is too long.');
  const responseType = values.get('response_type');
  if (responseType === undefined) return invalid('response_type is missing.');
  if (responseType !== 'code') return err({ code: 'unsupported_response_type', message: 'The only response_type served here is code.' });
  if (challenge === undefined) return invalid('code_challenge is missing: PKCE with S256 is required.');
  if (values.get('code_challenge_method') !== 'S256') return invalid('code_challenge_method must be S256.');
  if (!DIGEST.test(challenge)) return invalid('code_challenge must be the base64url of a SHA-256.');
  if (jkt !== null && !DIGEST.test(jkt)) return invalid('dpop_jkt must be the SHA-256 thumbprint of a key.');
  return ok({ codeChallenge: challenge, dpopJkt: jkt, state });
}

const invalid = (message: string) => err({ code: 'invalid_request', message } as const);
