import { beforeAll, describe, expect, it } from 'vitest';
import { challengeCode } from '@/lib/acs';
import { answerChallenge } from '@/lib/authentication';
import { runEndpointOn } from '@/lib/entrance/run';
import { ageHosted, openHostedCheckout, type HostedCheckout } from '@/lib/hosted-checkout';
import { insertItem } from '@/lib/catalog';
import { makeKitchen } from '@/lib/testing/kitchen';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  await insertItem(ctx, { merchantId: shop.merchantId, id: 'odd', name: '<b>Tea & "cake"</b>', description: '', category: 'pantry', imagePath: null, currency: 'CAD', amount: 1_000n, stock: 100n }, 3);
});

async function opened(more: { cancelUrl?: string; returnUrl?: string } = {}, items?: { id: string; quantity: number }[]): Promise<HostedCheckout> {
  const checkout = await openCheckout(ctx, shop, null, items);
  const hosted = await openHostedCheckout(ctx, { merchantId: shop.merchantId, checkoutId: checkout.id, returnUrl: null, cancelUrl: null, ...more });
  if (!hosted.ok) throw new Error(hosted.error.code);
  return hosted.value;
}

const GOOD = { number: '4242 4242 4242 4242', expiry: '12/30', csc: '917', name: 'Ada Holder' };

async function visit(method: 'GET' | 'POST', id: string, { form = {}, headers = {}, path = '/pay/[id]', on = ctx }: { form?: Record<string, string>; headers?: Record<string, string>; path?: string; on?: TestCtx } = {}) {
  const endpoint = endpoints.find((each) => each.method === method && each.path === path);
  if (!endpoint) throw new Error('no such page');
  const body = new URLSearchParams(form).toString();
  const request = new Request(`http://localhost:3000${path.replace('[id]', id)}`, {
    method,
    headers: { ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }), ...headers },
    ...(method === 'POST' && { body }),
  });
  const response = await runEndpointOn(on, endpoint, request, { id }, { requestId: 'r', clientAddress: '127.0.0.1', merchantPrefix: null });
  return { status: response.status, headers: response.headers, location: response.headers.get('location'), text: await response.text() };
}
const post = (id: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) => visit('POST', id, { form: { ...GOOD, ...form }, headers });

describe('the page of a hosted checkout', () => {
  it('shows merchant, goods and what they come to, and a form that browsers fill', async () => {
    const hosted = await opened({}, [{ id: 'tea', quantity: 2 }]);
    const page = await visit('GET', hosted.id);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const shown of ['Pay Test shop', '2 × Tea', '$20.00', 'Post', '$5.00', 'Tax', '$2.50', 'Pay $27.50', 'held for 30 more minutes']) expect(page.text).toContain(shown);
    for (const autocomplete of ['cc-number', 'cc-exp', 'cc-csc', 'cc-name']) expect(page.text).toContain(`autocomplete="${autocomplete}"`);
    expect(page.text).toContain(`<form method="post" action="/pay/${hosted.id}">`);
  });

  it('runs no script, loads nothing, stands in no frame and is not kept', async () => {
    const page = await visit('GET', (await opened()).id);
    expect(page.text).not.toMatch(/<script|<img|<link| src=| on[a-z]+=/);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-[A-Za-z0-9+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
    expect([page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual(['no-store', 'same-origin']);
  });

  it('shows what a merchant calls its goods as text', async () => {
    const page = await visit('GET', (await opened({}, [{ id: 'odd', quantity: 1 }])).id);
    expect(page.text).toContain('&lt;b&gt;Tea &amp; &quot;cake&quot;&lt;/b&gt;');
  });

  it('has the theme that its reader chose', async () => {
    const { id } = await opened();
    expect((await visit('GET', id, { headers: { cookie: 'a=b; theme=dark' } })).text).toContain('<html lang="en" data-theme="dark">');
    expect((await visit('GET', id)).text).toContain('<html lang="en">');
  });

  it('is nothing for an id that nobody has', async () => {
    expect((await visit('GET', 'cs_none')).status).toBe(404);
    expect((await post('cs_none')).status).toBe(404);
  });

  it('says that it is over, and where to go back', async () => {
    const hosted = await opened({ cancelUrl: 'http://localhost:3000/test-shop' });
    await ageHosted(ctx, { id: hosted.id, seconds: 1_800 });
    for (const page of [await visit('GET', hosted.id), await post(hosted.id)]) {
      expect(page.status).toBe(410);
      expect(page.text).toContain('href="http://localhost:3000/test-shop"');
      expect(page.text).not.toContain('<form');
    }
  });
});

describe('the last place in a kitchen', () => {
  it('is for who pays first; the other is told once that nothing was charged, and when to come', async () => {
    const kitchen = await makeKitchen(ctx, { slotCapacity: 1 });
    const open = async (): Promise<string> => {
      const { id } = await openCheckout(ctx, kitchen, null, [{ id: 'mar', quantity: 1 }]);
      const hosted = await openHostedCheckout(ctx, { merchantId: kitchen.merchantId, checkoutId: id, returnUrl: null, cancelUrl: null });
      if (!hosted.ok) throw new Error(hosted.error.code);
      return hosted.value.id;
    };
    const [first, second] = [await open(), await open()];
    expect((await visit('POST', first, { form: GOOD })).status).toBe(303);
    const { text } = await visit('POST', second, { form: GOOD });
    expect(text).toContain('The kitchen takes no more orders for this time.');
    expect(text.match(/Nothing was charged/g)).toHaveLength(1);
  });
});

describe('a card that is posted', () => {
  it('leads to the order, again and again', async () => {
    const { id } = await opened();
    const first = await post(id);
    expect(first.status).toBe(303);
    expect(first.location).toMatch(/^http:\/\/localhost:3000\/orders\/[0-9a-f-]{36}$/);
    for (const again of [await post(id), await visit('GET', id)]) expect([again.status, again.location]).toEqual([303, first.location]);
  });

  it('leads to where the shop wants its buyer', async () => {
    const { id } = await opened({ returnUrl: 'http://localhost:3000/thanks' });
    expect((await post(id)).location).toBe('http://localhost:3000/thanks');
  });

  it('is declined on the page, which has nothing of the card, and another is taken', async () => {
    const { id } = await opened();
    const declined = await post(id, { number: '4000 0000 0000 0002', csc: '917', name: 'Somebody Else' });
    expect(declined.status).toBe(422);
    expect(declined.text).toContain('The card was declined. Nothing was charged.');
    for (const typed of ['4000 0000 0000 0002"', '917', 'Somebody Else', 'value=']) expect(declined.text).not.toContain(typed);
    expect((await post(id)).status).toBe(303);
  });

  it.each([
    ['a number that is none', { number: '4242 4242 4242 4241' }, 'number-fault'],
    ['no number', { number: '' }, 'number-fault'],
    ['an expired card', { expiry: '01/20' }, 'expiry-fault'],
    ['an expiry that is none', { expiry: 'soon' }, 'expiry-fault'],
    ['a code of the wrong length', { csc: '9171' }, 'csc-fault'],
  ])('is refused beside its field: %s', async (_what, form, fault) => {
    const refused = await post((await opened()).id, form);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="${fault}"`);
  });

  it('goes to the bank where its holder is asked, and on from there', async () => {
    const { id } = await opened();
    const asked = await post(id, { number: '4000000000003220' });
    expect([asked.status, asked.location?.startsWith('http://localhost:3000/bank/acs/challenge/')]).toEqual([303, true]);
    const acs = String(asked.location?.split('/').at(-1));
    await answerChallenge(ctx, acs, { kind: 'code', code: challengeCode(ctx.keyring, acs) });
    const back = await visit('POST', id, { path: '/pay/[id]/authentication', form: { cres: 'x' }, headers: { origin: 'null' } });
    expect([back.status, back.location?.startsWith('http://localhost:3000/orders/')]).toEqual([303, true]);
  });

  it('comes from our own page alone, or from no browser', async () => {
    const { id } = await opened();
    const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) expect((await post(id, {}, headers)).status).toBe(403);
    expect((await post(id, {}, { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  it('is a form and nothing else', async () => {
    const { id } = await opened();
    expect((await visit('POST', id, { headers: { 'content-type': 'application/json' } })).status).toBe(415);
  });

  it('is not tried at any rate', async () => {
    const { id } = await opened();
    const on = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    const tries = await Promise.all(Array.from({ length: 25 }, () => visit('POST', id, { form: { ...GOOD, number: '4242424242424241' }, on })));
    expect(tries.filter(({ status }) => status === 422).length).toBeLessThanOrEqual(21);
    const refused = tries.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(refused[0]?.text).toContain('Wait 5 seconds');
  });
});
