import { describe, expect, it } from 'vitest';
import { splitMerchantPrefix, wireOf } from './wire-prefixes';

describe('wireOf', () => {
  it.each([
    ['/checkout_sessions', 'acp'],
    ['/checkout_sessions/1/unknown', 'acp'],
    ['/carts/1', 'acp'],
    ['/api/agent/v1/products', 'sacp'],
    ['/api/agent/v1/oauth/token', 'oauth'],
    ['/api/agent/v1/oauthish', 'sacp'],
    ['/api/step-up/1', 'sacp'],
    ['/api/v1/payments/1/capture', 'sacp'],
    ['/api/unheard-of', 'platform'],
    ['/.well-known/ucp', 'ucp'],
    ['/.well-known/oauth-protected-resource', 'oauth'],
    ['/api/account/sign-up', 'account'],
    ['/testing/agents', 'testing'],
    ['/v1/menu', 'quote'],
    ['/merchant/session', 'console'],
    ['/partner/merchant-activation', 'partner'],
    ['/partner/orders', 'partner'],
    ['/webhooks/stripe', 'platform'],
    ['/art/regal-moose/nothing.svg', 'platform'],
    ['/webhooks/unheard-of', 'platform'],
    ['/m/regal-moose/nothing', 'platform'],
    ['/orders/1/pass', 'pass'],
    ['/orders/1/pass/unheard-of', 'pass'],
  ])('%s is answered by %s', (path, wire) => expect(wireOf(path)).toBe(wire));

  it.each(['/', '/wallet', '/approve/1', '/checkout_sessionsx', '/api/auth/csrf', '/apish', '/orders/1', '/orders/1/passport', '/mailbox'])('%s is left to pages', (path) =>
    expect(wireOf(path)).toBeNull(),
  );
});

describe('splitMerchantPrefix', () => {
  it('splits off the handle', () =>
    expect(splitMerchantPrefix('/m/flower-shop/.well-known/ucp')).toEqual({ handle: 'flower-shop', rest: '/.well-known/ucp' }));
  it.each(['/m', '/m/flower-shop', '/m/flower-shop/', '/m//checkout_sessions', '/m/flower-shop/wallet', '/m/a/m/b/checkout_sessions', '/x/m/a/carts'])(
    '%s names no endpoint of a merchant',
    (path) => expect(splitMerchantPrefix(path)).toBeNull(),
  );
});
