import { describe, expect, it } from 'vitest';
import { completedCheckouts, ready } from '@/lib/protocols/acp/fixtures';
import { officialSchemasAreHere } from '@/lib/protocols/acp/official-schemas';
import { orderEventData } from '@/lib/protocols/acp/order-events';
import { WIRES } from '@/lib/protocols/acp/version';
import { ACP_VERSIONS } from './acp-words';
import { expectOfficial, expectOfficialEvent, expectOfficialTool } from './official-answers';

// What the helpers of other tests lean on: that it lets pass what is valid, and fails what is not.

const ORIGIN = 'https://shop.example';
const get = (body: unknown, more: object = {}) => expectOfficial({ method: 'GET', path: '/m/regal-moose/checkout_sessions/x?y', version: '2026-04-17', status: 200, text: JSON.stringify(body), ...more });

describe.runIf(officialSchemasAreHere)('with the official schemas beside the tree', () => {
  it.each(WIRES)('a session of $version is valid in its version, and not in one of another shape', async (wire) => {
    const session = JSON.parse(JSON.stringify(wire.toSession(ready, ORIGIN))) as Record<string, unknown>;
    await get(session, { version: wire.version });
    await expect(get(session, { version: wire.version >= '2026-01-30' ? '2025-09-29' : '2026-04-17' })).rejects.toThrow(/GET .* answered 200 with what is no CheckoutSession of/);
    await expectOfficialTool('get_checkout_session', wire.version, session, { failed: false });
    await expect(expectOfficialTool('get_checkout_session', wire.version, { ...session, more: 1 }, { failed: false })).rejects.toThrow('more');
  });

  it('an error is held against the Error of its service', async () => {
    const fault = { type: 'invalid_request', code: 'nonsense', message: 'No.' };
    await get(fault, { status: 400 });
    await expect(get({ ...fault, type: 'nonsense' }, { status: 400 })).rejects.toThrow('agentic_checkout:Error');
    await expect(get(fault, { path: '/agentic_commerce/delegate_payment', status: 400 })).rejects.toThrow('delegate_payment:Error');
    await expect(get(fault, { path: '/delegate_authentication/x', status: 409 })).rejects.toThrow('delegate_authentication:Error');
    await get(fault, { path: '/agentic_commerce/delegate_payment', status: 404 });
    await expect(get('no object', { status: 404 })).rejects.toThrow('required');
  });

  it('what else ACP has is held against its schema too', async () => {
    for (const path of ['/carts', '/carts/x/cancel', '/.well-known/acp.json', '/feed/metadata.json', '/feed/products.jsonl', '/delegate_authentication', '/agentic_commerce/delegate_payment', '/carts/x/y/z']) {
      await expect(get({}, { path }), path).rejects.toThrow('required');
    }
    await get({}, { path: '/api/agent/v1/limits' });
    await get('', { method: 'OPTIONS' });
  });

  it.each(ACP_VERSIONS)('an event of %s is valid, and without its session is not', async (version) => {
    const [[, checkout] = ['', ready]] = completedCheckouts;
    const data = orderEventData(version, checkout, ORIGIN);
    await expectOfficialEvent(JSON.stringify({ type: 'order_create', data }));
    await expect(expectOfficialEvent(JSON.stringify({ type: 'order_update', data: { ...data, checkout_session_id: undefined } }))).rejects.toThrow('checkout_session_id');
  });
});
