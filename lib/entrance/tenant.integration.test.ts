import { beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '@/lib/http/request-ctx';
import { newUuid } from '@/lib/kernel/id';
import { insertMerchant, type NewMerchant } from '@/lib/merchant';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { handleOfHost, resolveMerchant, type MerchantClaims } from './tenant';

const anonymous: Principal = { kind: 'anonymous' };
const nobody: MerchantClaims = { principal: anonymous, header: null, prefix: null, host: 'localhost:3000', path: '/checkout_sessions' };

let ctx: TestCtx;
const ids = { moose: newUuid(), comptoir: newUuid() };

const merchant = (id: string, handle: string, currency: 'CAD' | 'EUR'): NewMerchant => ({
  id,
  handle,
  currency,
  name: handle,
  description: '',
  country: 'CA',
  timeZone: 'America/Toronto',
  supportEmail: 'help@example.com',
  verifiedDomain: null,
  fulfillmentKind: 'shipping',
  pickupLocation: null,
});

beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
  await insertMerchant(ctx, merchant(ids.moose, 'regal-moose', 'CAD'), 'whsec_1');
  await insertMerchant(ctx, merchant(ids.comptoir, 'au-comptoir-a-patons', 'EUR'), 'whsec_2');
});

const resolve = (claims: Partial<MerchantClaims>) => resolveMerchant(ctx, { ...nobody, ...claims });
const keyOf = (merchantId: string): Principal => ({ kind: 'merchant_key', keyId: 'key_1', merchantId, scopes: [] });

describe('resolveMerchant', () => {
  it.each([
    ['the header', { header: 'au-comptoir-a-patons' }],
    ['the path', { prefix: 'au-comptoir-a-patons' }],
    ['the host', { host: 'au-comptoir-a-patons.localhost:3000' }],
    ['all of them at once', { header: 'au-comptoir-a-patons', prefix: 'au-comptoir-a-patons', host: 'au-comptoir-a-patons.localhost' }],
  ])('finds the merchant that %s names', async (_name, claims) =>
    expect(await resolve(claims)).toEqual({ id: ids.comptoir, handle: 'au-comptoir-a-patons', currency: 'EUR', named: true }),
  );

  it('takes an id for a handle', async () => expect(await resolve({ header: ids.comptoir })).toMatchObject({ handle: 'au-comptoir-a-patons' }));

  it("takes a key's own merchant when nothing names one", async () =>
    expect(await resolve({ principal: keyOf(ids.comptoir) })).toMatchObject({ handle: 'au-comptoir-a-patons', named: false }));

  it.each([
    ['/v1/menu', 'au-comptoir-a-patons'],
    ['/checkout_sessions', 'regal-moose'],
  ])('falls back to the default of %s', async (path, handle) => expect(await resolve({ path })).toMatchObject({ handle, named: false }));

  it('finds none where nothing names one and there is no default', async () => {
    expect(await resolve({ path: null })).toBeNull();
    expect(await resolve({ path: null, principal: keyOf(ids.moose) })).toMatchObject({ handle: 'regal-moose' });
  });

  it.each([
    ['key and header', { principal: keyOf(ids.moose), header: 'au-comptoir-a-patons' }],
    ['key and path', { principal: keyOf(ids.moose), prefix: 'au-comptoir-a-patons' }],
    ['header and path', { header: 'regal-moose', prefix: 'au-comptoir-a-patons' }],
    ['path and host', { prefix: 'regal-moose', host: 'au-comptoir-a-patons.localhost' }],
  ])('refuses when %s disagree', async (_name, claims) =>
    expect(resolve(claims)).rejects.toMatchObject({ failure: { status: 400, code: 'tenant_conflict' } }),
  );

  it.each([
    ['an unknown handle', { header: 'no-such-shop' }],
    ['an unknown handle in the path', { prefix: 'no-such-shop' }],
    ['an unknown handle beside a good key', { principal: keyOf(ids.moose), header: 'no-such-shop' }],
    ['a handle that cannot be one', { prefix: '../etc' }],
    ['an empty handle', { header: '' }],
    ['a handle in capitals', { header: 'Regal-Moose' }],
  ])('answers 404 for %s, never another merchant', async (_name, claims) =>
    expect(resolve(claims)).rejects.toMatchObject({ failure: { status: 404, code: 'unknown_merchant' } }),
  );
});

describe('handleOfHost', () => {
  it.each([
    ['flower-shop.shop.example', 'flower-shop'],
    ['Flower-Shop.Shop.Example:8080', 'flower-shop'],
    ['shop.example', null],
    ['a.b.shop.example', null],
    ['evilshop.example', null],
    ['10.0.0.1:3000', null],
    [null, null],
  ])('%s names %s', (host, handle) => expect(handleOfHost(host, 'https://shop.example')).toBe(handle));
});
