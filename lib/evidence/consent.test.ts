import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Base64url } from '@/lib/kernel/hash';
import type { ConsentProof } from './bundle';
import { checkConsent } from './consent';

const PURCHASE = { checkoutId: 'c-1', amount: 2_750n, currency: 'CAD' };
const SAID = {
  issuer: 'https://wallet.example', subject: 'user-17', mandate_id: 'm-1', payment_handler_id: 'countersign', issued_at: '2026-11-28T12:00:00Z', expires_at: '2026-11-28T12:05:00Z',
  amount_minor: 2750, currency: 'CAD', cart_id: 'c-1',
};
const WHAT = 'The consent proof of mandate m-1';

function makeKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty: 'EC', crv: 'P-256', x, y } as const };
}
const { privateKey, jwk } = makeKey();

function proofOf(said: object = SAID, header: object = { alg: 'ES256', kid: 'k1' }): ConsentProof {
  const text = canonicalJson(said);
  const head = Buffer.from(JSON.stringify(header)).toString('base64url');
  const payload = 'b64' in header ? text : Buffer.from(text).toString('base64url');
  const signature = sign('sha256', Buffer.from(`${head}.${payload}`), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return {
    type: 'consent_proof', issuer: SAID.issuer, mandate_id: SAID.mandate_id, signed_text: text, jws: `${head}..${signature}`, key_id: 'k1',
    key_thumbprint: sha256Base64url(canonicalJson(jwk)), public_key: jwk, checked_at: '2026-11-28T12:01:00.000Z',
  };
}

describe('a consent proof in evidence', () => {
  it.each([
    ['with its text encoded', proofOf()],
    ['with its text as it stands (RFC 7797)', proofOf(SAID, { alg: 'ES256', kid: 'k1', b64: false, crit: ['b64'] })],
    ['with its times in seconds', proofOf({ ...SAID, expires_at: Date.parse(SAID.expires_at) / 1000 })],
    ['by a key without a name', { ...proofOf(SAID, { alg: 'ES256' }), key_id: null }],
  ])('%s holds, with nothing but itself', (_what, proof) => {
    expect(checkConsent(proof, PURCHASE)).toEqual([]);
  });

  it.each<[string, ConsentProof, string]>([
    ['is for another cart', proofOf({ ...SAID, cart_id: 'c-2' }), `${WHAT} is for another checkout.`],
    ['is over another amount', proofOf({ ...SAID, amount_minor: 2751 }), `${WHAT} is over another amount.`],
    ['is in another currency', proofOf({ ...SAID, currency: 'USD' }), `${WHAT} is over another amount.`],
    ['is of another issuer', proofOf({ ...SAID, issuer: 'https://other.example' }), `${WHAT} is of another issuer or mandate.`],
    ['is of another mandate', proofOf({ ...SAID, mandate_id: 'm-2' }), `${WHAT} is of another issuer or mandate.`],
    ['had expired', { ...proofOf(), checked_at: '2026-11-28T12:05:00.000Z' }, `${WHAT} had expired when it was checked.`],
    ['never says when it expires', proofOf({ ...SAID, expires_at: null }), `${WHAT} had expired when it was checked.`],
    ['was changed', { ...proofOf(), signed_text: canonicalJson({ ...SAID, subject: 'user-18' }) }, `${WHAT} is not signed by its key.`],
    ['is written in another order', { ...proofOf(), signed_text: JSON.stringify(SAID) }, `${WHAT} is no canonical JSON.`],
    ['is no JSON', { ...proofOf(), signed_text: '{' }, `${WHAT} is no canonical JSON.`],
    ['is signed by another key', { ...proofOf(), public_key: makeKey().jwk }, `${WHAT} is not signed by its key.`],
    ['names another key', { ...proofOf(), key_thumbprint: sha256Base64url('other') }, `${WHAT} names another key.`],
    ['is by another key than it says', { ...proofOf(), key_id: 'k2' }, `${WHAT} is not signed by its key.`],
    ['is not signed', { ...proofOf(), jws: proofOf(SAID, { alg: 'none', kid: 'k1' }).jws }, `${WHAT} is not signed by its key.`],
    ['carries another text in its signature', { ...proofOf(), jws: proofOf().jws.replace('..', '.e30.') }, `${WHAT} is not signed by its key.`],
  ])('that %s is refused', (_what, proof, fault) => {
    expect(checkConsent(proof, PURCHASE)).toContain(fault);
  });
});
