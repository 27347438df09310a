import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ACCOUNT_SECRET, browserOf, signUpOwner } from '@/lib/testing/account';
import { askFor, makeAgent, makeShop, openCheckout, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadWalletHome } from '@/lib/wallet';

// A cookie's expiry is held against the real clock, so the days of this test begin today.
const TODAY = new Date().toISOString().slice(0, 10);
let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx();
  shop = await makeShop(ctx);
});
afterAll(() => void vi.unstubAllEnvs());

/** An owner in Toronto (an hour before their midnight) whose agent may spend one tea a day by itself. */
async function setUp() {
  const own = await testCtx({ now: new Date(`${TODAY}T03:30:00Z`) }); // 22:30, or 23:30 in summer
  const owner = await signUpOwner(own);
  const limits = [{ currency: 'CAD', perTransactionAmount: 1_650n, dailyAmount: 1_650n, monthlyAmount: 100_000n }] as const;
  const agent = await makeAgent(own, { wallet: owner, limits });
  const buyTea = async (by: TestAgent = agent): Promise<string> => {
    const asked = await askFor(own, by, await openCheckout(own, shop, by));
    return asked.ok ? asked.value.kind : asked.error.code;
  };
  return { own, owner, browser: await browserOf(own, owner), buyTea };
}

it('waits for the passkey, and gives no fresh day although the new zone has its midnight behind it', async () => {
  const { own, owner, browser, buyTea } = await setUp();
  expect(await buyTea()).toBe('granted');
  expect(await buyTea()).toBe('step_up');
  const asked = await browser('PATCH', '/api/account/time-zone', { time_zone: 'Europe/Paris' });
  expect(asked).toMatchObject({ status: 428, body: { content: { type: 'time_zone', before: 'America/Toronto', after: 'Europe/Paris' } } });
  expect((await loadWalletHome(own, owner.walletId)).timeZone).toBe('America/Toronto');

  const assertion = owner.authenticator.assert(asked.body.publicKey);
  expect(await browser('POST', '/api/account/time-zone/confirm', { assertion })).toMatchObject({ status: 200, body: { time_zone: 'Europe/Paris' } });
  expect((await loadWalletHome(own, owner.walletId)).timeZone).toBe('Europe/Paris');
  expect(await buyTea(), 'the day of Toronto goes on').toBe('step_up');
  own.clock.set(new Date(`${TODAY}T05:00:00Z`));
  expect(await buyTea(), 'it is over').toBe('granted');
  expect(await buyTea()).toBe('step_up');
  own.clock.set(new Date(`${TODAY}T23:00:00Z`));
  expect(await buyTea(), 'days end by Paris now').toBe('granted');
  expect(await browser('POST', '/api/account/time-zone/confirm', { assertion }), 'once').toMatchObject({ status: 409, body: { error: 'nothing_to_confirm' } });
});

it('is refused without the owner\'s own passkey over exactly this change, and for what is no zone', async () => {
  const { own, owner, browser } = await setUp();
  const stranger = await signUpOwner(own);
  const first = await browser('PATCH', '/api/account/time-zone', { time_zone: 'Europe/Paris' });
  const outdated = owner.authenticator.assert(first.body.publicKey);
  const second = await browser('PATCH', '/api/account/time-zone', { time_zone: 'Asia/Tokyo' });
  const foreign = stranger.authenticator.assert({ ...(second.body.publicKey as object), allowCredentials: [] });
  for (const assertion of [outdated, foreign, {}]) {
    expect(await browser('POST', '/api/account/time-zone/confirm', { assertion })).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
  }
  expect(await browser('PATCH', '/api/account/time-zone', { time_zone: 'Mars/Olympus' })).toMatchObject({ status: 400, body: { param: '$.time_zone' } });
  expect(await browser('PATCH', '/api/account/time-zone', { time_zone: 'America/Toronto' })).toMatchObject({ status: 200 });
  expect((await loadWalletHome(own, owner.walletId)).timeZone).toBe('America/Toronto');
});
