import { beforeAll, expect, it } from 'vitest';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { oncePerKeyInSteps, type Answer } from './idempotency';

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
});

it('keeps the answer of whoever took the key of a slow process over, and the slow one answers the same', async () => {
  const request = { principal: 'agent_a', path: '/x/complete', key: 'slow', body: {} };
  let wake: (answer: Answer) => void = () => undefined;
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const slow = oncePerKeyInSteps(ctx, request, 1, () => {
    begun();
    return new Promise<Answer>((resolve) => (wake = resolve));
  });
  await hasBegun;
  ctx.clock.advance(2);
  const first = { status: 200, body: { order: 'ord_1' } };
  expect(await oncePerKeyInSteps(ctx, request, 1, async (resumed) => (expect(resumed).toBe(true), first))).toMatchObject({ answer: first, replayed: false });
  wake({ status: 409, body: { code: 'late' } });
  expect(await slow).toMatchObject({ kind: 'answered', answer: first, replayed: true });
  expect(await oncePerKeyInSteps(ctx, request, 1, () => Promise.reject(new Error('not run again')))).toMatchObject({ answer: first, replayed: true });
});
