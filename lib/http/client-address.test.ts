import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address';

describe('clientAddress', () => {
  it.each([
    { name: 'believes no header without trusted proxies', forwarded: '6.6.6.6', hops: 0, expected: '10.0.0.1' },
    { name: 'takes what the one trusted proxy saw, not what the caller wrote', forwarded: '6.6.6.6, 9.9.9.9', hops: 1, expected: '9.9.9.9' },
    { name: 'counts trusted hops from the right', forwarded: '6.6.6.6, 9.9.9.9, 10.0.0.7', hops: 2, expected: '9.9.9.9' },
    { name: 'falls back to the peer when fewer hops are named than trusted', forwarded: '9.9.9.9', hops: 2, expected: '10.0.0.1' },
    { name: 'falls back to the peer without the header', forwarded: null, hops: 1, expected: '10.0.0.1' },
  ])('$name', ({ forwarded, hops, expected }) => expect(clientAddress(forwarded, '10.0.0.1', hops)).toBe(expected));

  it('writes a mapped IPv4 address as IPv4', () => expect(clientAddress(null, '::ffff:127.0.0.1', 0)).toBe('127.0.0.1'));
  it('says unknown rather than nothing', () => expect(clientAddress(null, undefined, 0)).toBe('unknown'));
});
