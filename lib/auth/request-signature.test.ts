import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHttpFailure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import type { Ctx } from '@/lib/ports';
import { createRequestSigner } from '@/lib/testing/request-signer';
import { requireSignature, type SignedRequest } from './request-signature';

const NOW = new Date('2026-11-26T12:00:00Z');
const ctx = { clock: { now: () => NOW } } as unknown as Ctx;
const ALGORITHMS = ['Ed25519', 'ES256'] as const;
const signers = { Ed25519: createRequestSigner('Ed25519'), ES256: createRequestSigner('ES256') };
const stranger = createRequestSigner('Ed25519');

const holding = (...requestKeys: object[]): Principal => ({ kind: 'merchant_key', keyId: 'key_1', merchantId: 'm', scopes: [], requestKeys });

/** `ok`, or why it is refused. */
function verdict(principal: Principal, request: SignedRequest): string {
  try {
    requireSignature(ctx, principal, request);
    return 'ok';
  } catch (error) {
    if (!isHttpFailure(error)) throw error;
    expect([error.failure.status, error.failure.code]).toEqual([401, 'unauthorized']);
    return error.failure.message;
  }
}

const body = { currency: 'cad', line_items: [{ id: 'tea', quantity: 2 }], note: 'été' };

describe.each(ALGORITHMS)('a request signed by %s', (algorithm) => {
  const signer = signers[algorithm];
  const principal = holding(signer.jwk);
  const signed = (over: unknown = body, at = NOW): SignedRequest => ({ ...signer.headers(over, at), body: over });

  it('is taken, in whatever order its keys stand', () => {
    expect(verdict(principal, signed())).toBe('ok');
    expect(verdict(principal, { ...signed(), body: { note: 'été', line_items: [{ quantity: 2.0, id: 'tea' }], currency: 'cad' } })).toBe('ok');
  });

  it('is taken without a body, when its time is what was signed', () => {
    const request = { ...signer.headers(undefined, NOW), body: undefined };
    expect(verdict(principal, request)).toBe('ok');
    const later = new Date(NOW.getTime() + 1000).toISOString();
    expect(verdict(principal, { ...request, timestamp: later })).toMatch(/not that of a registered key/);
  });

  it('is refused when the key is not registered, among those that are', () => {
    expect(verdict(holding(stranger.jwk), signed())).toMatch(/not that of a registered key/);
    expect(verdict(holding(stranger.jwk, signer.jwk), signed())).toBe('ok');
  });

  it.each([
    ['300 s ago', -300, true], ['301 s ago', -301, false], ['in 300 s', 300, true], ['in 301 s', 301, false],
  ])('%s: is in time or not', (_name, seconds, inTime) => {
    const at = new Date(NOW.getTime() + seconds * 1000);
    expect(verdict(principal, signed(body, at)) === 'ok').toBe(inTime);
  });

  it.each([
    ['no signature', { signature: null }], ['an empty signature', { signature: '' }], ['no timestamp', { timestamp: null }], ['a timestamp without a zone', { timestamp: '2026-11-26T12:00:00' }],
    ['a date alone', { timestamp: '2026-11-26' }], ['seconds since 1970', { timestamp: '1795694400' }], ['no day of any month', { timestamp: '2026-13-40T12:00:00Z' }],
    ['a signature that is too short', { signature: 'AAAA' }], ['one in plain base64', { signature: `${'+'.repeat(86)}==` }],
  ])('is refused with %s', (_name, change) => expect(verdict(principal, { ...signed(), ...change })).not.toBe('ok'));

  it('is refused after any change of its body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (original, other) => {
        const [first, second] = [JSON.parse(JSON.stringify(original)) as unknown, JSON.parse(JSON.stringify(other)) as unknown];
        const same = isDeepStrictEqual(first, second);
        const request = { ...signer.headers(first, NOW), body: second };
        expect(verdict(principal, request) === 'ok').toBe(same);
      }),
    );
  });

  it('is refused after any change of one place in its body', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), fc.string({ minLength: 1 }), (original, at, extra) => {
        const given = JSON.parse(JSON.stringify(original)) as Record<string, unknown>;
        const names = Object.keys(given);
        const name = names[at % names.length] ?? '';
        const changed = { ...given, [name]: [given[name], extra] };
        const { [name]: _gone, ...without } = given;
        const headers = signer.headers(given, NOW);
        expect(verdict(principal, { ...headers, body: given })).toBe('ok');
        for (const each of [changed, without, [given]]) expect(verdict(principal, { ...headers, body: each })).not.toBe('ok');
      }),
    );
  });
});

it('without a registered key nothing need be signed, whatever is sent', () => {
  for (const principal of [holding(), { kind: 'anonymous' } as const]) expect(verdict(principal, { signature: 'x', timestamp: 'y', body })).toBe('ok');
});

it('a key of another kind, as an agent may have for its assertions, signs nothing', () => {
  expect(verdict(holding({ kty: 'RSA', n: 'AQAB', e: 'AQAB' }), { ...signers.ES256.headers(body, NOW), body })).toMatch(/not that of a registered key/);
});
