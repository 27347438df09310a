import { randomUUID } from 'node:crypto';
import { accessToken, acpHeaders, age, BUYER, call, makeAgent, must, type Reply } from './fixtures/api';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// ACP carts on the wire (2026-04-17), through whichever entrance answers.

type Ask = { readonly method?: string; readonly path: string; readonly token: string; readonly body?: object; readonly version?: string; readonly key?: string };

const ask = ({ baseUrl }: Server, { version = '2026-04-17', key = randomUUID(), method, path, token, body }: Ask): Promise<Reply> =>
  call(baseUrl, { method, path, token, body, headers: { 'api-version': version, 'idempotency-key': key } });

const tokenOf = async (server: Server): Promise<string> => accessToken(server.baseUrl, await makeAgent(server));
const soap = { line_items: [{ id: 'birch-soap', quantity: 2 }], buyer: BUYER };
const openCart = async (server: Server, token: string): Promise<string> => String(must(await ask(server, { path: '/carts', token, body: soap }), 201).body.id);
const totalOf = ({ body }: Reply): unknown => (body.totals as { type: string; amount: number }[]).find(({ type }) => type === 'total')?.amount;

test('a cart is made, read, replaced and canceled, and is gone for ever; its page shows it as long as it is there', async ({ server }) => {
  const token = await tokenOf(server);
  const made = must(await ask(server, { path: '/m/regal-moose/carts', token, body: soap }), 201);
  expect(made.body).toMatchObject({ currency: 'cad', buyer: { email: BUYER.email }, line_items: [{ item: { id: 'birch-soap' }, quantity: 2 }] });
  const path = `/carts/${String(made.body.id)}`;
  expect(must(await ask(server, { path, token }), 200).body).toEqual(made.body);

  const page = must(await call('', { path: String(made.body.continue_url) }), 200);
  expect(page.text).toContain('Birch tar soap');
  expect(page.text).not.toContain(BUYER.email);

  const replaced = must(await ask(server, { method: 'PUT', path, token, body: { line_items: [{ id: 'moose-mug' }, { id: 'cedar-candle' }] } }), 200);
  expect(replaced.body).not.toHaveProperty('buyer');
  expect(replaced.body).toMatchObject({ line_items: [{ item: { id: 'moose-mug' } }, { item: { id: 'cedar-candle' } }], messages: [{ type: 'error', code: 'out_of_stock', param: '$.line_items[1]' }] });

  expect(must(await ask(server, { method: 'POST', path: `${path}/cancel`, token }), 200).body).toEqual(replaced.body);
  for (const gone of [
    await ask(server, { path, token }), await ask(server, { method: 'PUT', path, token, body: soap }), await ask(server, { method: 'POST', path: `${path}/cancel`, token, body: {} }),
  ]) expect(must(gone, 404).body).toMatchObject({ type: 'invalid_request', code: 'not_found' });
  must(await call('', { path: String(made.body.continue_url) }), 404);
});

test('a cart becomes a checkout by its items, at the price that it said', async ({ server }) => {
  const token = await tokenOf(server);
  const cart = must(await ask(server, { path: '/carts', token, body: soap }), 201);
  const items = (cart.body.line_items as { item: { id: string }; quantity: number }[]).map(({ item, quantity }) => ({ id: item.id, quantity }));
  const opened = must(await ask(server, { path: '/checkout_sessions', token, body: { currency: cart.body.currency, capabilities: {}, line_items: items, buyer: cart.body.buyer } }), 201);
  expect(totalOf(opened)).toBe(totalOf(cart));
});

test('all sold out is 422, an unknown item 400; nothing is made', async ({ server }) => {
  const token = await tokenOf(server);
  expect(must(await ask(server, { path: '/carts', token, body: { line_items: [{ id: 'cedar-candle' }] } }), 422).body).toMatchObject({ code: 'out_of_stock' });
  expect(must(await ask(server, { path: '/carts', token, body: { line_items: [{ id: 'no-such-item' }] } }), 400).body).toMatchObject({ param: '$.line_items[0].id' });
});

test("another agent's cart is 404, whoever it is; the merchant's key reads it", async ({ server }) => {
  const id = await openCart(server, await tokenOf(server));
  const foreign = await tokenOf(server);
  must(await ask(server, { path: `/carts/${id}`, token: foreign }), 404);
  must(await ask(server, { method: 'PUT', path: `/carts/${id}`, token: foreign, body: soap }), 404);
  must(await ask(server, { method: 'POST', path: `/carts/${id}/cancel`, token: foreign }), 404);
  must(await ask(server, { path: `/carts/${id}`, token: regalMoose(server).apiKey }), 200);
  must(await ask(server, { path: `/m/au-comptoir-a-patons/carts/${id}`, token: regalMoose(server).apiKey }), 400);
});

test('older versions have no carts, and say which has', async ({ server }) => {
  const token = await tokenOf(server);
  for (const version of ['2025-09-29', '2025-12-12', '2026-01-16', '2026-01-30']) {
    const refused = must(await ask(server, { path: '/carts', token, version, body: soap }), 400);
    expect(refused.body).toMatchObject({ code: 'unsupported_api_version', supported_versions: ['2026-04-17'] });
  }
});

test('one key makes one cart; with another body it is 422; without a key 400', async ({ server }) => {
  const token = await tokenOf(server);
  const key = randomUUID();
  const first = must(await ask(server, { path: '/carts', token, body: soap, key }), 201);
  const again = must(await ask(server, { path: '/carts', token, body: soap, key }), 201);
  expect(again.body).toEqual(first.body);
  expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  expect(must(await ask(server, { path: '/carts', token, body: { ...soap, locale: 'fr-CA' }, key }), 422).body).toMatchObject({ code: 'idempotency_conflict' });
  const { 'api-version': version = '' } = acpHeaders();
  expect(must(await call(server.baseUrl, { path: '/carts', token, body: soap, headers: { 'api-version': version } }), 400).body).toMatchObject({ code: 'idempotency_key_required' });
  expect(must(await call(server.baseUrl, { path: '/carts', body: soap, headers: acpHeaders() }), 401).body).toMatchObject({ type: 'invalid_request' });
});

test('a cart runs out after a day', async ({ server }) => {
  const token = await tokenOf(server);
  const id = await openCart(server, token);
  await age(server, id, 23 * 3600);
  must(await ask(server, { path: `/carts/${id}`, token }), 200);
  await age(server, id, 3600);
  must(await ask(server, { path: `/carts/${id}`, token }), 404);
});
