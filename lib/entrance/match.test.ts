import { describe, expect, it } from 'vitest';
import { endpoint, type Endpoint, type Method } from '@/lib/http/endpoint';
import { allowedMethods, createMatcher } from './match';

const at = (method: Method, path: `/${string}`): Endpoint =>
  endpoint({ method, path, wire: 'platform', credentials: ['none'], scope: null, tenant: 'none', handle: () => Promise.resolve(new Response(path)) });

const match = createMatcher([
  at('GET', '/carts'),
  at('POST', '/carts'),
  at('GET', '/carts/[id]'),
  at('POST', '/carts/[id]/cancel'),
  at('POST', '/payments/capture'),
  at('POST', '/payments/[id]/void'),
  at('GET', '/payments/[id]'),
]);
const pathOf = (path: string) => [...(match(path)?.methods.values() ?? [])][0]?.path;

describe('createMatcher', () => {
  it.each([
    ['/carts', '/carts'],
    ['/carts/1', '/carts/[id]'],
    ['/carts/1/cancel', '/carts/[id]/cancel'],
    ['/payments/capture', '/payments/capture'],
    ['/payments/capture/void', '/payments/[id]/void'],
    ['/payments/other', '/payments/[id]'],
  ])('%s finds %s', (path, expected) => expect(pathOf(path)).toBe(expected));

  it.each(['/', '/cart', '/carts/', '/carts//cancel', '/carts/1/', '/carts/1/cancel/2', '/Carts', '//carts', '/carts/%E0%A4%A'])('%s finds nothing', (path) =>
    expect(match(path)).toBeNull(),
  );

  it('decodes a parameter once', () => expect(match('/carts/a%2Fb%2525')?.params).toEqual({ id: 'a/b%25' }));

  it('refuses two endpoints for one method of one path', () =>
    expect(() => createMatcher([at('GET', '/a'), at('GET', '/a')])).toThrow('two endpoints for GET /a'));

  it('refuses two names for one segment', () => expect(() => createMatcher([at('GET', '/a/[id]'), at('GET', '/a/[key]/b')])).toThrow('two names'));

  it('refuses catch-alls', () => expect(() => createMatcher([at('GET', '/a/[...rest]')])).toThrow('one parameter'));
});

describe('allowedMethods', () => {
  it('names HEAD with GET, and OPTIONS always', () => {
    expect(allowedMethods(match('/carts')?.methods ?? new Map())).toBe('GET, HEAD, OPTIONS, POST');
    expect(allowedMethods(match('/payments/capture')?.methods ?? new Map())).toBe('OPTIONS, POST');
  });
});
