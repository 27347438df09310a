import { ACP_VERSIONS, acpCart, acpOption, BEFORE_2026_04_17, negotiates, SINCE_2026_01_30 } from '@/lib/testing/acp-words';
import { acpOf, payable } from './fixtures/acp';
import { ADDRESS, must } from './fixtures/api';
import { expect, test } from './fixtures/test';

// specs/acp.md, "What a black-box check asserts", 23 to 33: what each version calls things, and what is negotiated. docs/acp-checks.md.

const HANDLER = { id: 'card_tokenized', requires_delegate_payment: true, config: { merchant_id: 'regal-moose' } };
const CARDS = [{ type: 'card', supported_card_networks: expect.arrayContaining(['visa']) }];

/** Who takes the payment, as each version says it. */
const PAYMENT = {
  '2025-09-29': { payment_provider: { provider: 'stripe', supported_payment_methods: ['card'] } },
  '2025-12-12': { payment_provider: { provider: 'stripe', supported_payment_methods: CARDS } },
  '2026-01-16': {
    payment_provider: { provider: 'stripe', merchant_id: 'regal-moose', supported_payment_methods: CARDS },
    authentication_provider: { provider: 'stripe', merchant_id: 'regal-moose', supported_authentication_methods: ['3ds'] },
  },
  '2026-01-30': { protocol: { version: '2026-01-30' }, capabilities: { payment: { handlers: [HANDLER] } } },
  '2026-04-17': { protocol: { version: '2026-04-17' }, capabilities: { payment: { handlers: [{ ...HANDLER, display_name: 'Card' }] } } },
};

/** A field that others have, and that this version's create request is closed to. */
const FOREIGN = { '2025-09-29': 'fulfillment_details', '2025-12-12': 'fulfillment_address', '2026-01-16': 'capabilities', '2026-01-30': 'order_notes', '2026-04-17': 'items' };

for (const version of ACP_VERSIONS) {
  test(`acp 23 [${version}] where it goes stands under the name that the version has for it`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open();
    if (version === '2025-09-29') expect(reply.body.fulfillment_address).toEqual(ADDRESS);
    else expect(reply.body.fulfillment_details).toEqual({ address: ADDRESS });
  });

  test(`acp 24 [${version}] the chosen option is told as the version chooses one`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, reply } = await acp.open();
    const option = (reply.body.fulfillment_options as { id: string; type: string }[]).findLast(({ type }) => type === 'shipping');
    const choice = acpOption(version, option?.id ?? '', ['birch-soap']);
    expect(must(await acp.send({ path, body: choice }), 200).body).toMatchObject({ ...choice });
  });

  test(`acp 25 [${version}] who takes the payment is told as in no other version`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open();
    expect(reply.body).toMatchObject(PAYMENT[version]);
    expect('payment_provider' in reply.body).toBe(!negotiates(version));
    expect('authentication_provider' in reply.body).toBe(version === '2026-01-16');
  });

  test(`acp 26 [${version}] a line has its amounts where the version has them`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open();
    const [line] = reply.body.line_items as Record<string, unknown>[];
    if (negotiates(version)) expect(line).toMatchObject({ item: { id: 'birch-soap' }, quantity: 1, totals: expect.arrayContaining([expect.objectContaining({ type: 'total' })]) });
    else expect(line).toMatchObject({ item: { id: 'birch-soap', quantity: 1 }, base_amount: 850, discount: 0, subtotal: 850, total: expect.any(Number) });
    expect('name' in (line ?? {})).toBe(version !== '2025-09-29');
  });

  test(`acp 27 [${version}] an option has its words and amounts where the version has them`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open();
    for (const option of reply.body.fulfillment_options as Record<string, unknown>[]) {
      const flat = version < '2026-01-16';
      expect(['total' in option, 'totals' in option, 'description' in option && flat, 'subtitle' in option && !flat]).toEqual([flat, !flat, false, false]);
    }
  });

  test(`acp 28 [${version}] a session that was only begun has a status that the version knows`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open(acpCart(version, [{ id: 'birch-soap' }]));
    expect(reply.body.status).toBe(negotiates(version) ? 'incomplete' : 'not_ready_for_payment');
  });

  test(`acp 29 [${version}] goods that are sold out are a message in an answer that is no error`, async ({ server }) => {
    const { reply } = await acpOf(server, version).open(acpOf(server, version).ready('cedar-candle'));
    const [message] = reply.body.messages as Record<string, unknown>[];
    expect(message).toMatchObject({ type: 'error', code: 'out_of_stock', param: '$.line_items[0]', content_type: 'plain' });
    expect(['severity' in (message ?? {}), 'resolution' in (message ?? {})]).toEqual([negotiates(version), version === '2026-04-17']);
  });

  test(`acp 30 [${version}] a field of another version is refused by its name`, async ({ server }) => {
    const acp = acpOf(server, version);
    const field = FOREIGN[version];
    expect(must(await acp.send({ body: { ...acp.ready(), [field]: {} } }), 400).body.param).toBe(`$.${field}`);
  });
}

for (const version of SINCE_2026_01_30) {
  test(`acp 31 [${version}] interventions are the intersection of the agent's and ours`, async ({ server }) => {
    const acp = acpOf(server, version);
    const negotiated = async (capabilities: object) => (await acp.open({ ...acp.ready(), capabilities })).reply.body.capabilities;
    const interventions = { required: [], enforcement: 'conditional' };
    expect(await negotiated({ interventions: { supported: ['3ds', 'biometric'] } })).toMatchObject({ interventions: { supported: ['3ds'], ...interventions } });
    expect(await negotiated({ interventions: { supported: [] } })).toMatchObject({ interventions: { supported: [], ...interventions } });
    expect(await negotiated({})).toMatchObject({ interventions: { supported: [], ...interventions } });
  });

  test(`acp 32 [${version}] values that nobody knows are let pass, and come back in no answer`, async ({ server }) => {
    const acp = acpOf(server, version);
    const interventions = { supported: ['telepathy', '3ds'], display_context: 'hologram', surprise: 1 };
    const { reply } = await acp.open({ ...acp.ready(), capabilities: { interventions, extensions: ['unheard_of'], payment: { handlers: [] }, more: {} } });
    expect(reply.body.capabilities).toMatchObject({ interventions: { supported: ['3ds'] } });
    expect(reply.text).not.toMatch(/telepathy|hologram|surprise|unheard_of/);
  });

  test(`acp 33 [${version}] capabilities are required, and stay what they were at create`, async ({ server }) => {
    const acp = acpOf(server, version);
    expect(must(await acp.send({ body: { ...acp.ready(), capabilities: undefined } }), 400).body.param).toBe('$.capabilities');
    const { path, reply } = await acp.open({ ...acp.ready(), capabilities: { interventions: { supported: ['3ds'] }, extensions: ['discount'] } });
    expect(reply.body.capabilities).toMatchObject({ extensions: [{ name: 'discount' }] });
    expect(must(await acp.send({ path, body: {} }), 200).body.capabilities).toEqual(reply.body.capabilities);
  });

  test(`acp 75 [${version}] an extension that we lack is active in no answer`, async ({ server }) => {
    const acp = acpOf(server, version);
    const withExtensions = async (extensions: unknown) => (await acp.open({ ...acp.ready(), capabilities: { extensions } })).reply.body.capabilities as object;
    expect(await withExtensions(['com.example.loyalty'])).not.toHaveProperty('extensions');
    expect(await withExtensions([{ name: 'com.example.loyalty', extends: ['$.CheckoutSession.loyalty'] }])).not.toHaveProperty('extensions');
    expect(await withExtensions(['com.example.loyalty', 'discount@2026-01-27'])).toMatchObject({ extensions: [{ name: 'discount' }] });
  });
}

for (const version of BEFORE_2026_04_17) {
  test(`acp 73 [${version}] nobody is asked for consent`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay, opened } = await payable(server, acp);
    expect(opened.body).not.toHaveProperty('marketing_consent_options');
    const body = { ...pay, marketing_consents: [{ channel: 'email', opted_in: true }] };
    expect(must(await acp.send({ path: `${path}/complete`, body, token: agent }), 400).body.param).toBe('$.marketing_consents');
  });
}
