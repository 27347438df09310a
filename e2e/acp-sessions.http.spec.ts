import { ACP_VERSIONS, acpCart, acpDestination, acpItems, acpOption, acpPayment, itemsField, negotiates } from '@/lib/testing/acp-words';
import { acpOf, amountOf, payable } from './fixtures/acp';
import { ADDRESS, BUYER, must } from './fixtures/api';
import { expect, test } from './fixtures/test';

// specs/acp.md, "What a black-box check asserts", 1 to 22, in every version: docs/acp-checks.md. Every answer is validated by acpOf.

const NOBODY = '/5c1f3a52-6f7b-4d55-9f0e-3f7d3b0a9a99';
const NEWEST_FIRST = ACP_VERSIONS.toReversed();

for (const version of ACP_VERSIONS) {
  test(`acp 1 [${version}] a valid create is 201`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open();
    expect(reply.body).toMatchObject({ status: 'ready_for_payment', currency: 'cad', messages: [] });
  });

  test(`acp 2 [${version}] without Authorization everything is 401 with a flat error`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path } = await acp.open();
    for (const request of [{ body: acp.ready() }, { method: 'GET', path }, { path, body: {} }, { path: `${path}/cancel`, body: {} }, { path: `${path}/complete`, body: {} }]) {
      const reply = must(await acp.send({ ...request, token: null }), 401);
      expect(reply.body).toEqual({ type: 'invalid_request', code: 'unauthorized', message: expect.any(String) });
    }
    must(await acp.send({ method: 'GET', path, token: 'not-a-key' }), 401);
  });

  test(`acp 6 [${version}] Request-Id is echoed, on errors too`, async ({ server }) => {
    const acp = acpOf(server, version);
    const headers = { 'request-id': `req-${version}` };
    for (const body of [acp.ready(), {}]) expect((await acp.send({ body, headers })).headers.get('request-id')).toBe(`req-${version}`);
  });

  test(`acp 7 [${version}] Idempotency-Key is echoed, on errors too`, async ({ server }) => {
    const acp = acpOf(server, version);
    for (const body of [acp.ready(), {}]) {
      const key = crypto.randomUUID();
      expect((await acp.send({ body, key })).headers.get('idempotency-key')).toBe(key);
    }
  });

  test(`acp 8 [${version}] every amount is an integer`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open();
    const amounts = [...reply.text.matchAll(/"(?:amount|base_amount|discount|subtotal|tax|total|unit_amount)":([^,}]+)/g)].map(([, amount]) => amount);
    expect(amounts.length).toBeGreaterThan(8);
    for (const amount of amounts) expect(amount).toMatch(/^\d+$/);
  });

  test(`acp 10 [${version}] GET equals the last POST`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, reply } = await acp.open(acpCart(version, [{ id: 'birch-soap' }]));
    expect(must(await acp.send({ method: 'GET', path }), 200).body).toEqual(reply.body);
    for (const body of [acpDestination(version, BUYER, ADDRESS), acpItems(version, [{ id: 'moose-mug', quantity: 3 }]), {}]) {
      const updated = must(await acp.send({ path, body }), 200);
      expect((await acp.send({ method: 'GET', path })).body).toEqual(updated.body);
    }
  });

  test(`acp 11 [${version}] an unknown session is 404`, async ({ server }) => {
    const acp = acpOf(server, version);
    for (const path of [NOBODY, '/none']) {
      must(await acp.send({ method: 'GET', path }), 404);
      must(await acp.send({ path, body: {} }), 404);
      must(await acp.send({ path: `${path}/cancel`, body: {} }), 404);
      must(await acp.send({ path: `${path}/complete`, body: acpPayment(version, 'vt_none') }), 404);
    }
  });

  test(`acp 13 [${version}] empty items are refused`, async ({ server }) => {
    const acp = acpOf(server, version);
    const field = itemsField(version);
    expect(must(await acp.send({ body: acpCart(version, []) }), 400).body).toMatchObject({ code: 'invalid', param: `$.${field}` });
    const { path, reply } = await acp.open();
    expect(must(await acp.send({ path, body: { [field]: [] } }), 400).body.param).toBe(`$.${field}`);
    expect((await acp.send({ method: 'GET', path })).body).toEqual(reply.body);
  });

  test(`acp 14 [${version}] a quantity of 0 is refused`, async ({ server }) => {
    const acp = acpOf(server, version);
    const field = itemsField(version);
    for (const item of [{ id: 'birch-soap', quantity: 0 }, { item: { id: 'birch-soap' }, quantity: 0 }]) {
      const body = { ...acpCart(version, []), [field]: [item] };
      expect(must(await acp.send({ body }), 400).body).toMatchObject({ code: 'invalid', param: `$.${field}[0].quantity` });
    }
    const { path } = await acp.open();
    must(await acp.send({ path, body: acpItems(version, [{ id: 'birch-soap', quantity: 0 }]) }), 400);
  });

  test(`acp 15 [${version}] an unknown item is refused by its path`, async ({ server }) => {
    const reply = await acpOf(server, version).send({ body: acpCart(version, [{ id: 'birch-soap' }, { id: 'unheard-of' }]) });
    expect(must(reply, 400).body).toMatchObject({ code: 'invalid_item_id', param: `$.${itemsField(version)}[1].id` });
  });

  test(`acp 16 [${version}] the selected option is one that is offered, and another can be chosen`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, reply } = await acp.open();
    const offered = (reply.body.fulfillment_options as { id: string }[]).map(({ id }) => id);
    const chosenOf = (body: Record<string, unknown>) => {
      const [option] = (body.selected_fulfillment_options ?? []) as { option_id?: string; shipping?: { option_id: string } }[];
      return body.fulfillment_option_id ?? option?.option_id ?? option?.shipping?.option_id;
    };
    expect(offered).toContain(chosenOf(reply.body));
    const other = offered.find((id) => id !== chosenOf(reply.body)) ?? '';
    const updated = must(await acp.send({ path, body: acpOption(version, other, ['birch-soap']) }), 200);
    expect(chosenOf(updated.body)).toBe(other);
    expect(amountOf(updated, 'total')).not.toBe(amountOf(reply, 'total'));
    must(await acp.send({ path, body: acpOption(version, 'teleport', ['birch-soap']) }), 400);
  });

  test(`acp 17 [${version}] complete is 200 with the order`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay } = await payable(server, acp);
    const completed = must(await acp.send({ path: `${path}/complete`, body: pay, token: agent }), 200);
    expect(completed.body).toMatchObject({ status: 'completed', order: { id: expect.any(String), checkout_session_id: path.slice(1) } });
    const { permalink_url } = completed.body.order as { permalink_url: string };
    expect((await fetch(permalink_url)).status).toBe(200);
  });

  test(`acp 18 [${version}] from then on the order is in every answer of every version`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay } = await payable(server, acp);
    const completed = must(await acp.send({ path: `${path}/complete`, body: pay, token: agent }), 200);
    for (const other of ACP_VERSIONS) {
      const read = must(await acpOf(server, other).send({ method: 'GET', path, token: agent }), 200);
      expect(read.body).toMatchObject({ status: 'completed', order: { id: (completed.body.order as { id: string }).id } });
      if (other === version) expect(read.body).toEqual(completed.body);
    }
    expect(must(await acp.send({ path, body: {}, token: agent }), 409).body.code).toBe('session_not_editable');
    expect(must(await acp.send({ path: `${path}/complete`, body: pay, token: agent }), 409).body.code).toBe('already_completed');
  });

  test(`acp 19 [${version}] complete without payment_data is refused and changes nothing`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, reply } = await acp.open();
    for (const body of [{}, { payment_data: {} }, { buyer: BUYER }]) {
      const refused = must(await acp.send({ path: `${path}/complete`, body }), 400);
      expect(String(refused.body.param)).toMatch(/^\$\.payment_data/);
    }
    if (negotiates(version)) {
      const order = { payment_data: { purchase_order_number: 'PO-1' } };
      expect(must(await acp.send({ path: `${path}/complete`, body: order }), 400).body.param).toBe('$.payment_data.purchase_order_number');
    }
    expect((await acp.send({ method: 'GET', path })).body).toEqual(reply.body);
  });

  test(`acp 20 [${version}] cancel is 200 with the session canceled`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path } = await acp.open();
    const canceled = must(await acp.send({ method: 'POST', path: `${path}/cancel` }), 200);
    expect(canceled.body.status).toBe('canceled');
    expect((await acp.send({ method: 'GET', path })).body).toEqual(canceled.body);
  });

  test(`acp 21 [${version}] cancel of a canceled session is 405`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path } = await acp.open();
    must(await acp.send({ path: `${path}/cancel`, body: {} }), 200);
    const again = must(await acp.send({ path: `${path}/cancel`, body: {} }), 405);
    expect(again.body.code).toBe('session_not_cancelable');
    expect(again.headers.get('allow')).toBe('');
  });

  test(`acp 22 [${version}] cancel of a completed session is 405`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay } = await payable(server, acp);
    must(await acp.send({ path: `${path}/complete`, body: pay, token: agent }), 200);
    expect(must(await acp.send({ path: `${path}/cancel`, body: {}, token: agent }), 405).body.code).toBe('session_not_cancelable');
    expect((await acp.send({ method: 'GET', path, token: agent })).body.status).toBe('completed');
  });

  test(`acp 3 [${version}] the same requests without API-Version are 400 with the versions, newest first`, async ({ server }) => {
    const acp = acpOf(server, version);
    const reply = must(await acp.send({ body: acp.ready(), headers: { 'api-version': '' } }), 400);
    expect(reply.body).toMatchObject({ type: 'invalid_request', code: 'missing_api_version', supported_versions: NEWEST_FIRST });
  });

  test(`acp 4 [${version}] the same requests in an unknown API-Version are 400 with the versions, newest first`, async ({ server }) => {
    const acp = acpOf(server, version);
    for (const unknown of ['2026-01-22', `${version}x`, 'latest']) {
      const reply = must(await acp.send({ body: acp.ready(), headers: { 'api-version': unknown } }), 400);
      expect(reply.body).toMatchObject({ type: 'invalid_request', code: 'unsupported_api_version', supported_versions: NEWEST_FIRST });
    }
  });
}
