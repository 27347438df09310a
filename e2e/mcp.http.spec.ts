import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connectMcp, type McpCaller } from '@/lib/testing/mcp-client';
import { accessToken, ADDRESS, BUYER, call, makeAgent, toMajorUnits } from './fixtures/api';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// The official MCP client against the server as it runs in production: the checkout tools of ACP, and the wallet's.

const VERSION = '2026-04-17';
const meta = () => ({ api_version: VERSION, idempotency_key: randomUUID() });
const cart = (id = 'birch-soap', quantity = 1) => ({
  currency: 'cad', line_items: [{ id, quantity }], capabilities: {}, buyer: BUYER, fulfillment_details: { name: ADDRESS.name, email: BUYER.email, address: ADDRESS },
});
const totalOf = ({ totals }: Record<string, unknown>): string =>
  toMajorUnits((totals as { type: string; amount: number }[]).find(({ type }) => type === 'total')?.amount ?? 0);

async function open(by: McpCaller, ...of: Parameters<typeof cart>): Promise<Record<string, unknown>> {
  return (await by.call('create_checkout_session', { meta: meta(), payload: cart(...of) })).content;
}

for (const mode of ['auto', 'legacy'] as const) {
  test(`an agent buys from search to order, and gives another checkout up (${mode === 'auto' ? '2026-07-28' : '2025-11-25'})`, async ({ server }) => {
    const token = await accessToken(server.baseUrl, await makeAgent(server));
    const mcp = await connectMcp(`${server.baseUrl}/m/regal-moose/mcp`, { token, mode });
    const found = await mcp.call('search_products', { q: 'birch soap' });
    expect(found.content.products).toMatchObject([{ id: 'birch-soap' }]);
    const opened = await open(mcp);
    const updated = (await mcp.call('update_checkout_session', { meta: meta(), id: opened.id, payload: { line_items: [{ id: 'birch-soap', quantity: 2 }] } })).content;
    expect(updated.status).toBe('ready_for_payment');
    const paid = await mcp.call('request_payment', { session_id: updated.id, amount: totalOf(updated), currency: 'CAD' });
    expect(paid.content).toMatchObject({ status: 'approved' });
    const payload = { payment_data: { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token: paid.content.payment_token } } } };
    const done = await mcp.call('complete_checkout_session', { meta: meta(), id: updated.id, payload });
    expect(done.content).toMatchObject({ status: 'completed', order: { checkout_session_id: updated.id } });
    expect((await mcp.call('get_approval', { payment_id: paid.content.payment_id })).content).toMatchObject({ status: 'completed' });

    const other = await open(mcp);
    expect((await mcp.call('cancel_checkout_session', { meta: meta(), id: other.id })).content.status).toBe('canceled');
    const again = await mcp.fail('complete_checkout_session', { meta: meta(), id: other.id, payload });
    expect(again).toMatchObject({ code: -32000, data: { type: 'invalid_request', code: 'session_not_editable' } });
    await mcp.client.close();
  });
}

test('over its limit it is given the address where its owner approves', async ({ server }) => {
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const mcp = await connectMcp(`${server.baseUrl}/mcp`, { token });
  const session = await open(mcp, 'burr-grinder');
  const { content } = await mcp.call('request_payment', { session_id: session.id, amount: totalOf(session), currency: 'CAD', note: 'Coffee.' });
  expect(content).toMatchObject({ status: 'step_up_required', approval_url: expect.stringContaining(`${server.baseUrl}/approve/`) });
  expect((await mcp.call('get_approval', { payment_id: content.payment_id })).content.status).toBe('step_up_required');
});

/** fetch lets nobody choose the Host header. */
const ask = (port: number, headers: Record<string, string>): Promise<{ status: number; challenge: string }> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest({ port, host: '127.0.0.1', path: '/mcp', method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers } }, (answer) =>
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, challenge: answer.headers['www-authenticate'] ?? '' })),
    );
    sent.on('error', reject).end('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
  });

test('nobody comes in without a credential, by a foreign name, or from a foreign page', async ({ server }) => {
  const own = `localhost:${server.port}`;
  const authorization = `Bearer ${regalMoose(server).apiKey}`;
  const nobody = await ask(server.port, { host: own });
  expect(nobody.status).toBe(401);
  expect(nobody.challenge).toContain('/.well-known/oauth-protected-resource/mcp');
  expect(await ask(server.port, { host: own, authorization })).toMatchObject({ status: 200 });
  expect(await ask(server.port, { host: 'evil.example', authorization })).toMatchObject({ status: 403 });
  expect(await ask(server.port, { host: own, origin: 'https://evil.example', authorization })).toMatchObject({ status: 403 });
  for (const method of ['GET', 'DELETE']) expect((await call(server.baseUrl, { method, path: '/mcp', headers: { authorization } })).status).toBe(405);
});

test('what the 401 points to leads to a token that works', async ({ server }) => {
  const refused = await call(server.baseUrl, { method: 'POST', path: '/m/regal-moose/mcp', body: {} });
  const pointed = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  const { resource } = (await (await fetch(pointed)).json()) as { resource: string };
  expect(resource).toBe(`${server.baseUrl}/m/regal-moose/mcp`);
  const token = await accessToken(server.baseUrl, await makeAgent(server), { resource });
  const mcp = await connectMcp(resource, { token });
  expect((await open(mcp)).status).toBe('ready_for_payment');
});

test('discovery says where all this is', async ({ server }) => {
  const { body } = await call(server.baseUrl, { path: '/m/regal-moose/.well-known/acp.json' });
  expect(body).toMatchObject({ protocol: { name: 'acp', version: VERSION }, api_base_url: `${server.baseUrl}/m/regal-moose`, transports: ['rest', 'mcp'] });
  expect({ ...body, api_base_url: server.baseUrl }).toEqual((await call(server.baseUrl, { path: '/.well-known/acp.json' })).body);
});
