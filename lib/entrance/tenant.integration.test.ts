import { beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '@/lib/http/request-ctx';
import { newUuid } from '@/lib/kernel/id';
import { insertMerchant, type NewMerchant } from '@/lib/merchant';
import { makeSwedishShop, type SwedishShop } from '@/lib/testing/swedish-shop';
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

describe('a draft', () => {
  const unknown = { failure: { status: 404, code: 'unknown_merchant' } };
  let draft: SwedishShop;
  beforeAll(async () => {
    draft = await makeSwedishShop(ctx, { status: 'draft' });
  });

  it.each(['header', 'prefix'] as const)('sells nothing to whoever names it by %s, by handle or id', async (claim) => {
    await expect(resolve({ [claim]: draft.handle })).rejects.toMatchObject(unknown);
    await expect(resolve({ [claim]: draft.merchantId })).rejects.toMatchObject(unknown);
    await expect(resolve({ [claim]: draft.handle, principal: keyOf(ids.moose) })).rejects.toMatchObject(unknown);
  });

  it('is there for its own key', async () => expect(await resolve({ header: draft.handle, principal: keyOf(draft.merchantId) })).toMatchObject({ id: draft.merchantId }));

  it('sells from the moment it goes live, and what was bought can be read when it is offline again', async () => {
    const own = await makeSwedishShop(ctx, { status: 'draft' });
    const become = (status: string) => ctx.db.query({ name: 'test.status', text: 'update merchant_storefront set status = $2 where merchant_id = $1', values: [own.merchantId, status] });
    await expect(resolve({ header: own.handle })).rejects.toMatchObject(unknown);
    await become('live');
    expect(await resolve({ header: own.handle })).toMatchObject({ id: own.merchantId });
    await become('draft');
    expect(await resolve({ header: own.handle, path: null })).toMatchObject({ id: own.merchantId });
  });
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
