import { beforeAll, describe, expect, it } from 'vitest';
import { makeShop } from '@/lib/testing/shop';
import { makeSwedishShop, type SwedishShop } from '@/lib/testing/swedish-shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { visitStorefront } from './visit';

let ctx: TestCtx;
let shop: SwedishShop;
let draft: SwedishShop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeSwedishShop(ctx);
  draft = await makeSwedishShop(ctx, { status: 'draft' });
});

const visit = (handle: string, locale: string | null, memberOf: string | null = null) => visitStorefront(ctx, { handle, locale, memberOf: () => Promise.resolve(memberOf) });

describe('the address of a storefront', () => {
  it('without a locale is the merchant’s own language', async () => expect(await visit(shop.handle, null)).toMatchObject({ kind: 'shown', locale: 'sv-SE', isPreview: false }));
  it.each(['sv-SE', 'en', 'fr'])('%s is shown as it is spelled', async (locale) => expect(await visit(shop.handle, locale)).toMatchObject({ kind: 'shown', locale }));
  it.each([['SV-se', 'sv-SE'], ['sv-se', 'sv-SE'], ['EN', 'en']])('%s leads to %s', async (locale, canonical) => expect(await visit(shop.handle, locale)).toEqual({ kind: 'moved', locale: canonical }));
  it.each(['de', 'sv', 'en-GB', 'en_US', '', 'checkout', '../en', 'x'.repeat(300), '%00'])('is not there for %j, which is not published', async (locale) => expect(await visit(shop.handle, locale)).toBeNull());

  it.each(['nobody-is-called-so', 'ab', '', 'SURDEG', '%00', "' or 1=1 --", '\0'])('of %j is not there, and never another merchant', async (handle) => expect(await visit(handle, null)).toBeNull());
  it('is the handle, not the id', async () => expect(await visit(shop.merchantId, null)).toBeNull());
  it('is not there for a merchant that has no storefront', async () => expect(await visit((await makeShop(ctx)).handle, null)).toBeNull());

  it('of a draft is there for its own people alone', async () => {
    expect(await visit(draft.handle, null)).toBeNull();
    expect(await visit(draft.handle, 'en', shop.merchantId)).toBeNull();
    expect(await visit(draft.handle, 'en', draft.merchantId)).toMatchObject({ kind: 'shown', isPreview: true });
  });

  it('asks who reads it only where it is a draft', async () => {
    const asked = { times: 0 };
    const memberOf = () => Promise.resolve((asked.times += 1)).then(() => null);
    await visitStorefront(ctx, { handle: shop.handle, locale: null, memberOf });
    expect(asked.times).toBe(0);
  });
});
