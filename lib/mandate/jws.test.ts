import { generateKeyPairSync } from 'node:crypto';
import { compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { decodeJws, isSignedBy, signJws } from './jws';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const text = signJws(pair.privateKey, { kid: 'k1', typ: 'mandate+jwt' }, '{"a":1}');
const [, body = '', signature = ''] = text.split('.');
const withHeader = (header: object) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}.${signature}`;

describe('signJws', () => {
  it('is a compact ES256 JWS that another library verifies', async () => {
    const { payload, protectedHeader } = await compactVerify(text, pair.publicKey);
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'k1', typ: 'mandate+jwt' });
    expect(new TextDecoder().decode(payload)).toBe('{"a":1}');
  });
});

describe('a signature', () => {
  it('has the lower of its two spellings, every time', () => {
    const half = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
    for (let count = 0; count < 40; count++) {
      const made = signJws(pair.privateKey, { kid: 'k1', typ: 'x' }, `{"n":${count}}`);
      const s = Buffer.from(made.split('.')[2] ?? '', 'base64url').subarray(32).toString('hex');
      expect(BigInt(`0x${s}`) <= half).toBe(true);
      const jws = decodeJws(made);
      expect(jws && isSignedBy(pair.publicKey, jws)).toBe(true);
    }
  });
});

describe('decodeJws and isSignedBy', () => {
  it('accepts what its key signed and nothing else', () => {
    const jws = decodeJws(text);
    expect(jws?.payload).toEqual({ a: 1 });
    expect(jws && isSignedBy(pair.publicKey, jws)).toBe(true);
    expect(jws && isSignedBy(other.publicKey, jws)).toBe(false);
  });

  it('does not verify another payload under the same signature', () => {
    const forged = decodeJws(text.replace(body, Buffer.from('{"a":2}').toString('base64url')));
    expect(forged && isSignedBy(pair.publicKey, forged)).toBe(false);
  });

  it.each([
    ['algorithm none', withHeader({ alg: 'none', kid: 'k1', typ: 'at+jwt' })],
    ['algorithm HS256', withHeader({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })],
    ['algorithm ES384', withHeader({ alg: 'ES384', kid: 'k1', typ: 'at+jwt' })],
    ['a critical extension', withHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', crit: ['b64'], b64: false })],
    ['no key id', withHeader({ alg: 'ES256', typ: 'at+jwt' })],
    ['a key id that is no text', withHeader({ alg: 'ES256', kid: 1, typ: 'at+jwt' })],
    ['no signature', `${text.split('.').slice(0, 2).join('.')}.`],
    ['a signature in DER length', `${text}AA`],
    ['a header that is no JSON', `e30x.${body}.${signature}`],
    ['a payload that is a list', `${text.split('.')[0]}.W10.${signature}`],
    ['white space', ` ${text}`],
    ['an empty text', ''],
    ['a text beyond the limit', `${text}${'A'.repeat(70_000)}`],
  ])('refuses %s', (_case, forged) => {
    expect(decodeJws(forged)).toBeNull();
  });
});
