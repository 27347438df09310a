import { ACP_VERSIONS, IN_2026_04_17, SINCE_2025_12_12, acpDestination } from '@/lib/testing/acp-words';
import { acpOf, payable } from './fixtures/acp';
import { ADDRESS, BUYER, must } from './fixtures/api';
import { expect, test } from './fixtures/test';

// specs/acp.md, "What a black-box check asserts", 51 to 56 and 73: what is written and never told again, and words that are no markup.
// docs/acp-checks.md.

const ATTRIBUTION = { provider: 'impact.example', token: 'atp_secret_token', publisher_id: 'pub_secret', touchpoint: 'first', campaign_id: 'camp_secret' };
const ATTRIBUTED = /affiliate|atp_secret_token|pub_secret|camp_secret/;
const TRACE = { reason_code: 'shipping_cost', trace_summary: 'The buyer secretly found shipping dear.', metadata: { target: 0, rival: 'secret rival' } };
const TRACED = /intent|secret|shipping_cost/;
const HTML = /<[a-z!/]/i;

for (const version of SINCE_2025_12_12) {
  test(`acp 51 [${version}] an attribution is taken at create, and told in no answer`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, reply } = await acp.open({ ...acp.ready(), affiliate_attribution: ATTRIBUTION });
    for (const answer of [reply, await acp.send({ path, body: {} }), await acp.send({ method: 'GET', path })]) expect(answer.text).not.toMatch(ATTRIBUTED);
  });

  test(`acp 52 [${version}] an attribution is taken at complete, and told in no answer`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay } = await payable(server, acp);
    const body = { ...pay, affiliate_attribution: { ...ATTRIBUTION, touchpoint: 'last' } };
    const completed = must(await acp.send({ path: `${path}/complete`, body, token: agent }), 200);
    for (const answer of [completed, await acp.send({ method: 'GET', path, token: agent })]) expect(answer.text).not.toMatch(ATTRIBUTED);
  });

  test(`acp 53 [${version}] an attribution without provider, or without token and publisher, is refused`, async ({ server }) => {
    const acp = acpOf(server, version);
    for (const [attribution, where] of [[{ provider: 'impact.example' }, '.token'], [{ token: 'atp_1' }, '.provider'], [{ ...ATTRIBUTION, touchpoint: 'mid' }, '.touchpoint']] as const) {
      const reply = must(await acp.send({ body: { ...acp.ready(), affiliate_attribution: attribution } }), 400);
      expect(reply.body.param).toBe(`$.affiliate_attribution${where}`);
    }
    const { path } = await acp.open();
    expect(must(await acp.send({ path, body: { affiliate_attribution: ATTRIBUTION } }), 400).body.param).toBe('$.affiliate_attribution');
  });

  test(`acp 54 [${version}] an intent trace is taken at cancel, of any reason, and told in no answer`, async ({ server }) => {
    const acp = acpOf(server, version);
    for (const reason_code of ['shipping_cost', 'a_reason_of_tomorrow']) {
      const { path } = await acp.open();
      const canceled = must(await acp.send({ path: `${path}/cancel`, body: { intent_trace: { ...TRACE, reason_code } } }), 200);
      expect(canceled.body.status).toBe('canceled');
      for (const answer of [canceled, await acp.send({ method: 'GET', path })]) expect(answer.text).not.toMatch(TRACED);
    }
  });

  test(`acp 55 [${version}] a malformed intent trace is refused, and the session stays open`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path } = await acp.open();
    for (const [trace, where] of [[{ ...TRACE, trace_summary: 'x'.repeat(501) }, '.trace_summary'], [{}, '.reason_code'], ['bored', ''], [{ ...TRACE, metadata: { a: {} } }, '.metadata.a']] as const) {
      expect(must(await acp.send({ path: `${path}/cancel`, body: { intent_trace: trace } }), 400).body.param).toBe(`$.intent_trace${where}`);
    }
    expect((await acp.send({ method: 'GET', path })).body.status).toBe('ready_for_payment');
  });
}

for (const version of ACP_VERSIONS) {
  test(`acp 56 [${version}] no message holds markup, whatever the agent wrote`, async ({ server }) => {
    const acp = acpOf(server, version);
    const buyer = { ...BUYER, first_name: '<script>alert(1)</script>' };
    const address = { ...ADDRESS, name: '<b>Ada</b>', country: 'FR' };
    const { path, reply } = await acp.open({ ...acp.ready('cedar-candle'), ...acpDestination(version, buyer, address) });
    for (const answer of [reply, await acp.send({ method: 'GET', path })]) {
      const messages = answer.body.messages as { content: string; content_type: string }[];
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) {
        expect(message.content_type).toBe('plain');
        expect(message.content).not.toMatch(HTML);
      }
    }
  });
}

for (const version of IN_2026_04_17) {
  test(`acp 73 [${version}] consent is asked for by channel, and taken at complete`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay, opened } = await payable(server, acp);
    const [option] = opened.body.marketing_consent_options as { channel: string; privacy_policy_url: string }[];
    expect(option).toMatchObject({ channel: 'email', display_text: expect.any(String) });
    expect((await fetch(option?.privacy_policy_url ?? '')).status).toBe(200);
    const complete = (consents: unknown) => acp.send({ path: `${path}/complete`, body: { ...pay, marketing_consents: consents }, token: agent });
    expect(must(await complete([{ channel: 'email', opted_in: 'yes' }]), 400).body.param).toBe('$.marketing_consents[0].opted_in');
    const completed = must(await complete([{ channel: 'email', opted_in: true }, { channel: 'sms', opted_in: false }]), 200);
    expect(completed.body).not.toHaveProperty('marketing_consent_options');
  });
}
