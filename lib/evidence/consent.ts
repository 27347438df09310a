import { verify } from 'node:crypto';
import { canonicalJson, sha256Base64url } from '@/lib/kernel/hash';
import type { ConsentProof } from './bundle';
import { faultsOf } from './fault';
import { isObject, parseJson, toKey } from './signature';

/** `amount` in minor units. */
type Purchase = { readonly checkoutId: string; readonly amount: bigint | null; readonly currency: string };

/** What is wrong with a consent proof of this purchase. That its key was the issuer's at the time is the wallet's word, as the whole bundle is. */
export function checkConsent(proof: ConsentProof, { checkoutId, amount, currency }: Purchase): string[] {
  const what = `The consent proof of mandate ${proof.mandate_id}`;
  const parsed = parseJson(proof.signed_text);
  const said = isObject(parsed) ? parsed : {};
  return faultsOf(
    [isObject(parsed) && canonicalJson(parsed) === proof.signed_text, `${what} is no canonical JSON.`],
    [said.issuer === proof.issuer && said.mandate_id === proof.mandate_id, `${what} is of another issuer or mandate.`],
    [said.cart_id === checkoutId, `${what} is for another checkout.`],
    [said.amount_minor === Number(amount) && said.currency === currency, `${what} is over another amount.`],
    [instantOf(said.expires_at) > Date.parse(proof.checked_at), `${what} had expired when it was checked.`],
    [sha256Base64url(canonicalJson(proof.public_key)) === proof.key_thumbprint, `${what} names another key.`],
    [isSigned(proof), `${what} is not signed by its key.`],
  );
}

/** Milliseconds since 1970 of ISO 8601 or of seconds; NaN for anything else. */
const instantOf = (at: unknown): number => (typeof at === 'number' ? at * 1000 : typeof at === 'string' ? Date.parse(at) : NaN);

const DETACHED = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]{86})$/;

/** RFC 7515, appendix F; with `b64` false the text stands as it is (RFC 7797). */
function isSigned({ jws, signed_text: text, public_key: jwk, key_id: keyId }: ConsentProof): boolean {
  const [, head = '', signature = ''] = DETACHED.exec(jws) ?? [];
  const header = parseJson(Buffer.from(head, 'base64url').toString('utf8'));
  const key = toKey(jwk);
  if (!key || !isObject(header) || header.alg !== 'ES256' || (header.kid ?? null) !== keyId) return false;
  const payload = header.b64 === false ? text : Buffer.from(text).toString('base64url');
  return verify('sha256', Buffer.from(`${head}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
