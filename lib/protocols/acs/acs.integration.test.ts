import { beforeAll, describe, expect, it } from 'vitest';
import { challengeCode } from '@/lib/acs';
import { authenticate, startAuthentication, type Authentication } from '@/lib/authentication';
import { runEndpointOn } from '@/lib/entrance/run';
import { newUuid } from '@/lib/kernel/id';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const NOTIFIED = 'https://agent.example/3ds/done';

async function challenged({ notificationUrl = null, merchantId = shop.merchantId }: { notificationUrl?: string | null; merchantId?: string } = {}): Promise<Authentication> {
  const actor = { kind: 'merchant', merchantId, keyId: 'key_test' } as const;
  const card = { number: '4000000000003220', expMonth: '12', expYear: '2040' };
  const begun = await startAuthentication(ctx, { merchantId, actor, card, amount: 123_456n, currency: 'CAD', checkoutId: null, javaScript: true, challengeAsked: false, notificationUrl });
  if (!begun.ok) throw new Error(begun.error.code);
  const asked = await authenticate(ctx, { id: begun.value.id, actor, checkoutId: null, notificationUrl: null });
  if (!asked.ok) throw new Error(asked.error.code);
  return asked.value;
}

type Form = Readonly<Record<string, string>> | string;

async function visit(method: 'GET' | 'POST', page: 'challenge' | 'method', id: string, form: Form = {}, type = 'application/x-www-form-urlencoded') {
  const endpoint = endpoints.find((each) => each.method === method && each.path === `/bank/acs/${page}/[id]`);
  if (!endpoint) throw new Error('no such page');
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const request = new Request(`http://localhost:3000/bank/acs/${page}/${id}`, { method, ...(method === 'POST' && { body, headers: { 'content-type': type } }) });
  const response = await runEndpointOn(ctx, endpoint, request, { id }, { requestId: 'r', clientAddress: '127.0.0.1', merchantPrefix: null });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const policyOf = ({ headers }: { headers: Headers }): string => headers.get('content-security-policy') ?? '';

describe('the page of a challenge', () => {
  it('shows merchant, amount and card, asks for the code and tells it, since nothing is sent', async () => {
    const { acsTransactionId } = await challenged();
    const page = await visit('GET', 'challenge', acsTransactionId);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const shown of ['Is this your purchase?', 'Test shop', '$1,234.56', '•••• 3220', challengeCode(ctx.keyring, acsTransactionId)]) expect(page.text).toContain(shown);
  });

  it('runs no script, loads nothing and stands in no frame', async () => {
    const page = await visit('GET', 'challenge', (await challenged()).acsTransactionId);
    expect(page.text).not.toMatch(/<script|<img|<link| src=| on[a-z]+=/);
    expect(policyOf(page)).toMatch(/^default-src 'none'; style-src 'nonce-[A-Za-z0-9+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
  });

  it('is shown to a browser that comes with a challenge request, which answers nothing', async () => {
    const { acsTransactionId } = await challenged();
    const page = await visit('POST', 'challenge', acsTransactionId, { creq: 'eyJtZXNzYWdlVHlwZSI6IkNSZXEifQ', threeDSSessionData: 'x' });
    expect([page.status, page.text.includes('name="code"'), page.text.includes('not the code')]).toEqual([200, true, false]);
  });

  it('leads from every answer to a page that can be reloaded, and says how many tries are left', async () => {
    const { acsTransactionId } = await challenged();
    const wrong = await visit('POST', 'challenge', acsTransactionId, { code: 'wrong' });
    expect([wrong.status, wrong.headers.get('location')]).toEqual([303, `/bank/acs/challenge/${acsTransactionId}`]);
    expect((await visit('GET', 'challenge', acsTransactionId)).text).toContain('That was not the code. 2 tries are left.');
    await visit('POST', 'challenge', acsTransactionId, { code: '' });
    expect((await visit('GET', 'challenge', acsTransactionId)).text).toContain('One try is left.');
    await visit('POST', 'challenge', acsTransactionId, { code: challengeCode(ctx.keyring, acsTransactionId) });
    const done = await visit('GET', 'challenge', acsTransactionId);
    expect([done.text.includes('<h1>Confirmed</h1>'), done.text.includes('name="code"')]).toEqual([true, false]);
  });

  it('carries the result back to whoever asked, and to no one else', async () => {
    const authentication = await challenged({ notificationUrl: NOTIFIED });
    await visit('POST', 'challenge', authentication.acsTransactionId, { cancel: '1' });
    const page = await visit('GET', 'challenge', authentication.acsTransactionId);
    expect(page.text).toContain(`<form method="post" action="${NOTIFIED}">`);
    expect(policyOf(page)).toContain("form-action 'self' https://agent.example;");
    const cres = /name="cres" value="([\w-]+)"/.exec(page.text)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(cres, 'base64url').toString())).toEqual({
      threeDSServerTransID: authentication.serverTransactionId, acsTransID: authentication.acsTransactionId, messageType: 'CRes', messageVersion: '2.2.0', challengeCompletionInd: 'Y', transStatus: 'N',
    });
  });

  it('writes what others chose as text', async () => {
    const evil = await makeShop(ctx);
    await ctx.db.query({ name: 'test.rename', text: 'update merchant set name = $2 where id = $1', values: [evil.merchantId, `<b onclick="x">&'`] });
    const page = await visit('GET', 'challenge', (await challenged({ merchantId: evil.merchantId, notificationUrl: 'https://agent.example/?a="><script>' })).acsTransactionId);
    expect(page.text).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;');
    expect(page.text).not.toContain('<script');
  });

  it.each([newUuid(), 'x', 'auth_session_1', '../..'])('there is none for %s', async (id) => {
    for (const page of [await visit('GET', 'challenge', id), await visit('POST', 'challenge', id, { code: '1' }), await visit('GET', 'method', id), await visit('POST', 'method', id)]) {
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    }
  });

  it('takes forms alone, and no large one', async () => {
    const { acsTransactionId } = await challenged();
    expect((await visit('POST', 'challenge', acsTransactionId, '{"code":"1"}', 'application/json')).status).toBe(415);
    expect((await visit('POST', 'challenge', acsTransactionId, { code: 'x'.repeat(20_000) })).status).toBe(413);
  });
});

describe('the page of the 3DS Method', () => {
  const field = (data: object | string): Form => ({ threeDSMethodData: typeof data === 'string' ? data : Buffer.from(JSON.stringify(data)).toString('base64url') });

  it('stands in a frame of anyone and sends the browser back to whoever embedded it', async () => {
    const { serverTransactionId } = await challenged();
    const page = await visit('POST', 'method', serverTransactionId, field({ threeDSServerTransID: serverTransactionId, threeDSMethodNotificationURL: NOTIFIED }));
    expect(page.text).toContain(`action="${NOTIFIED}"`);
    expect(policyOf(page)).toMatch(/script-src 'nonce-[^']+'; form-action 'self' https:\/\/agent\.example; base-uri 'none'; frame-ancestors \*$/);
    const data = /name="threeDSMethodData" value="([\w-]+)"/.exec(page.text)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(data, 'base64url').toString())).toEqual({ threeDSServerTransID: serverTransactionId });
  });

  it.each([
    ['nobody to tell', (id: string) => ({ threeDSServerTransID: id })],
    ['a page that is none of the web', () => ({ threeDSMethodNotificationURL: 'javascript:alert(1)' })],
    ['a page over http', () => ({ threeDSMethodNotificationURL: 'http://agent.example/' })],
  ])('sends nobody anywhere with %s', async (_name, data) => {
    const { serverTransactionId } = await challenged();
    const page = await visit('POST', 'method', serverTransactionId, field(data(serverTransactionId)));
    expect([page.status, page.text.includes('<form'), page.text.includes('<script')]).toEqual([200, false, false]);
  });

  it('answers a person who goes there', async () => {
    expect((await visit('GET', 'method', (await challenged()).serverTransactionId)).text).toContain('nothing for you to do');
  });

  it.each(['', '%%%', 'e30', Buffer.from('[]').toString('base64url'), Buffer.from('{"threeDSServerTransID":"other"}').toString('base64url'), Buffer.from('{"threeDSServerTransID":1}').toString('base64url')])(
    'refuses the data %j, or takes it for nothing',
    async (data) => {
      const page = await visit('POST', 'method', (await challenged()).serverTransactionId, field(data));
      expect([page.status, page.text.includes('<form')]).toEqual([data === 'e30' ? 200 : 400, false]);
    },
  );
});
