import { calculateJwkThumbprint, createRemoteJWKSet, customFetch, decodeProtectedHeader, errors, exportJWK, flattenedVerify, type FlattenedVerifyGetKey } from 'jose';
import { useProof } from '@/lib/agent';
import { fetchOutbound } from '@/lib/http/outbound';
import { canonicalJson } from '@/lib/kernel/hash';
import { err, ok } from '@/lib/kernel/result';
import { Unavailable, type AcceptedConsent, type ConsentKey, type ConsentProof, type ConsentProofPort } from '@/lib/ports';

/** For an issuer's keys. */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1024;
/** How far an issuer's clock may be ahead of ours. */
const SKEW_MS = 60_000;

type Keys = FlattenedVerifyGetKey;
/** ES256 over what the purchase is: the amount, the currency and the cart, with all that the proof says. */
type Signed = { readonly proof: ConsentProof; readonly amount: bigint; readonly currency: string; readonly checkoutId: string };

/**
 * Consent proofs of these issuers, URLs (rules.md, Orchestrator: AP2 proof). An issuer's keys are read from its /.well-known/jwks.json, or where it
 * has none from the URL itself, and are kept for ten minutes; a key that is new is looked for at once, at most every 30 seconds.
 */
export function consentProofs(trustedIssuers: readonly string[]): ConsentProofPort {
  const keysOf = new Map<string, Keys>(trustedIssuers.map((issuer) => [issuer, remoteKeys(issuer)]));
  return {
    async check(ctx, { proof, handlerId, ...purchase }) {
      const keys = keysOf.get(proof.issuer);
      if (!keys) return err({ code: 'untrusted_issuer' });
      const now = ctx.clock.now();
      const [issuedAt, expiresAt] = [toDate(proof.issued_at), toDate(proof.expires_at)];
      if (issuedAt.getTime() > now.getTime() + SKEW_MS) return err({ code: 'not_yet_valid' });
      if (expiresAt <= now || expiresAt <= issuedAt) return err({ code: 'expired' });
      if (proof.payment_handler_id !== handlerId) return err({ code: 'other_handler' });
      const signature = await readSignature(keys, { proof, ...purchase });
      return signature ? ok({ issuer: proof.issuer, mandateId: proof.mandate_id, expiresAt, ...signature, checkedAt: now }) : err({ code: 'forged' });
    },

    spend: (ctx, { issuer, mandateId, expiresAt }) => useProof(ctx, { name: `ap2:${JSON.stringify([issuer, mandateId])}`, expiresAt }),
  };
}

const toDate = (at: string | number): Date => new Date(typeof at === 'number' ? at * 1000 : at);

type Signature = Pick<AcceptedConsent, 'signedText' | 'jws' | 'keyId' | 'keyThumbprint' | 'publicKey'>;

/** What was signed and by which key; null where the signature does not hold. */
async function readSignature(keys: Keys, { proof: { signature, ...said }, amount, currency, checkoutId }: Signed): Promise<Signature | null> {
  const [protectedHeader = '', between, mac, ...more] = signature.split('.');
  if (between !== '' || mac === undefined || more.length > 0) return null;
  const text = canonicalJson({ ...said, amount_minor: Number(amount), currency, cart_id: checkoutId });
  try {
    const { b64 } = decodeProtectedHeader({ protected: protectedHeader }) as { b64?: boolean };
    const payload = b64 === false ? text : Buffer.from(text).toString('base64url');
    const { key, protectedHeader: { kid } = {} } = await flattenedVerify({ protected: protectedHeader, payload, signature: mac }, keys, { algorithms: ['ES256'] });
    const publicKey = await toPublicKey(key);
    return { signedText: text, jws: signature, keyId: kid ?? null, keyThumbprint: await calculateJwkThumbprint(publicKey), publicKey };
  } catch (error) {
    if (isSilence(error)) throw new Unavailable('the issuer of the consent proof does not answer');
    return null;
  }
}

async function toPublicKey(key: Parameters<typeof exportJWK>[0]): Promise<ConsentKey> {
  const { x = '', y = '' } = await exportJWK(key);
  return { kty: 'EC', crv: 'P-256', x, y };
}

/** Nothing was learnt of the signature: the keys could not be read. */
const isSilence = (error: unknown): boolean => error instanceof Unavailable || error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC');

function remoteKeys(issuer: string): Keys {
  const wellKnown = new URL(`${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`);
  return createRemoteJWKSet(wellKnown, {
    timeoutDuration: 2 * TIMEOUT_MS,
    [customFetch]: async () => {
      const found = await read(wellKnown.href);
      return found.status === 404 ? read(issuer) : found;
    },
  });
}

/** Only the operator names issuers, and http on a loopback address alone (lib/env.ts). */
async function read(url: string): Promise<Response> {
  const answer = await fetchOutbound(url, { method: 'GET', headers: { accept: 'application/json' }, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, allowLoopbackHttp: url.startsWith('http:') });
  if (!answer.ok) throw new Unavailable(answer.error.code);
  return new Response(answer.value.text, { status: answer.value.status });
}
