import { SINCE_2026_01_30 } from '@/lib/testing/acp-words';
import { acpOf, amountOf } from './fixtures/acp';
import { must, type Reply } from './fixtures/api';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// specs/acp.md, "What a black-box check asserts", 74: discount codes. docs/acp-checks.md.

type Discounts = { readonly codes: readonly string[] };
const discountsOf = ({ body }: Reply) => body.discounts as Discounts;

for (const version of SINCE_2026_01_30) {
  test(`acp 74 [${version}] an empty list takes all codes away, coupons is the older name, and codes win`, async ({ server }) => {
    const acp = acpOf(server, version);
    const [code = ''] = regalMoose(server).discountCodes;
    const { path, reply } = await acp.open({ ...acp.ready(), coupons: [code] });
    expect(discountsOf(reply).codes).toEqual([code]);
    const cleared = must(await acp.send({ path, body: { discounts: { codes: [] }, coupons: [code] } }), 200);
    expect([amountOf(cleared, 'discount'), amountOf(cleared, 'items_discount')]).toEqual([undefined, undefined]);
    expect(amountOf(cleared, 'total')).toBeGreaterThan(amountOf(reply, 'total') ?? Infinity);
  });
}
