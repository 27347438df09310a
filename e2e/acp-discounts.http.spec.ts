import { acpItems, SINCE_2026_01_30 } from '@/lib/testing/acp-words';
import { acpOf, amountOf } from './fixtures/acp';
import { must, type Reply } from './fixtures/api';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// specs/acp.md, "What a black-box check asserts", 74: discounts and where each was taken. docs/acp-checks.md.

type Applied = { readonly code?: string; readonly amount: number; readonly allocations: readonly { readonly path: string; readonly amount: number }[] };
type Discounts = { readonly codes: readonly string[]; readonly applied: readonly Applied[]; readonly rejected: readonly { readonly code: string; readonly reason: string }[] };
const discountsOf = ({ body }: Reply) => body.discounts as Discounts;
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

for (const version of SINCE_2026_01_30) {
  test(`acp 74 [${version}] allocations add up to each discount, and discounts to the totals`, async ({ server }) => {
    const acp = acpOf(server, version);
    const [code = ''] = regalMoose(server).discountCodes;
    const items = acpItems(version, [{ id: 'moose-mug', quantity: 3 }, { id: 'birch-soap' }]);
    const { reply } = await acp.open({ ...acp.ready(), ...items, discounts: { codes: [code.toLowerCase(), 'MUGS20', '<b>NONE</b>'] } });
    const { applied, rejected } = discountsOf(reply);
    expect(applied.length).toBeGreaterThan(0);
    for (const { amount, allocations } of applied) expect(sum(allocations.map((allocation) => allocation.amount))).toBe(amount);
    for (const { path } of applied.flatMap(({ allocations }) => allocations)) expect(path).toMatch(/^\$\.(line_items\[[01]\]|totals\.(subtotal|fulfillment))$/);
    const taken = (amountOf(reply, 'items_discount') ?? 0) + (amountOf(reply, 'discount') ?? 0);
    expect(sum(applied.map(({ amount }) => amount))).toBe(taken);
    expect(rejected).toEqual([expect.objectContaining({ code: '<b>NONE</b>', reason: 'discount_code_invalid' })]);
    const [warning] = (reply.body.messages as { type: string; param: string; content: string }[]).filter(({ type }) => type === 'warning');
    expect(warning).toMatchObject({ code: 'discount_code_invalid', param: '$.discounts.codes[2]' });
    expect(warning?.content).not.toMatch(/<[a-z]/i);
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
