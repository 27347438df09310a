import { z } from 'zod';
import { SINCE_2026_01_30 } from '@/lib/testing/acp-words';
import { acpOf, amountOf } from './fixtures/acp';
import { must, type Reply } from './fixtures/api';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// specs/acp.md, "What a black-box check asserts", 74: discount codes. docs/acp-checks.md.

const Discounts = z.object({
  codes: z.array(z.string()),
  applied: z.array(z.object({ code: z.string().optional(), amount: z.int(), allocations: z.array(z.object({ path: z.string(), amount: z.int() })).optional() })).default([]),
  rejected: z.array(z.object({ code: z.string(), reason: z.string() })).default([]),
});
const discountsOf = ({ body }: Reply) => Discounts.parse(body.discounts);
const sumOf = (parts: readonly { readonly amount: number }[]): number => parts.reduce((total, { amount }) => total + amount, 0);

for (const version of SINCE_2026_01_30) {
  test(`acp 74 [${version}] codes apply in any case, allocations come to their amount, and a code that is none is a warning`, async ({ server }) => {
    const acp = acpOf(server, version);
    const plain = await acp.open(acp.ready('moose-mug', 2));
    const { reply } = await acp.open({ ...acp.ready('moose-mug', 2), discounts: { codes: ['mugs20', 'NONE'] } });
    const { codes, applied, rejected } = discountsOf(reply);
    expect(codes).toHaveLength(2);
    expect(applied.map(({ code }) => code)).toEqual(['MUGS20']);
    for (const { amount, allocations = [] } of applied) expect(sumOf(allocations)).toBe(amount);
    expect(sumOf(applied)).toBeGreaterThan(0);
    expect((amountOf(reply, 'discount') ?? 0) + (amountOf(reply, 'items_discount') ?? 0)).toBe(sumOf(applied));
    expect(amountOf(reply, 'total')).toBeLessThan(amountOf(plain.reply, 'total') ?? 0);
    expect(rejected).toMatchObject([{ code: 'NONE', reason: 'discount_code_invalid' }]);
    expect(reply.body.messages).toMatchObject([{ type: 'warning', code: 'discount_code_invalid' }]);
  });

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
