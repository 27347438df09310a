import { z } from 'zod';
import { accessToken, age, call, complete, createCheckout, makeAgent, must, paymentStatus, requestToken, spentToday } from './fixtures/api';
import type { AgentClient, ReadyCheckout, Reply } from './fixtures/api';
import type { Server } from './fixtures/server';
import { fromPage, keepCookies, signUp, type Owner } from './fixtures/session';
import { expect, test } from './fixtures/test';

// A person decides, with a passkey over exactly what the page shows (product.md, invariant 5). The device is software; the rest is real.

let owner: Owner;
let stranger: Owner;
test.beforeAll(async ({ server }) => {
  [owner, stranger] = [await signUp(server), await signUp(server)];
});

type Asked = { readonly client: AgentClient; readonly token: string; readonly checkout: ReadyCheckout; readonly paymentId: string; readonly stepUpId: string };

const StepUp = z.object({ payment_id: z.string(), step_up_id: z.string(), status: z.literal('step_up_required') });

/** An agent of the owner asks for more than it may spend. */
async function ask(server: Server, of: Owner = owner): Promise<Asked> {
  const client = await makeAgent(server, { ownerEmail: of.email });
  const token = await accessToken(server.baseUrl, client);
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'burr-grinder', quantity: 1 }] });
  const asked = StepUp.parse(must(await requestToken(server.baseUrl, token, checkout), 200).body);
  return { client, token, checkout, paymentId: asked.payment_id, stepUpId: asked.step_up_id };
}

const open = ({ baseUrl }: Server, stepUpId: string, as: Owner = owner): Promise<Reply> => call(baseUrl, { path: `/api/step-up/${stepUpId}`, headers: fromPage(as) });

async function approve({ baseUrl }: Server, stepUpId: string, assertion: unknown, { as = owner, more = {} }: { as?: Owner; more?: object } = {}): Promise<Reply> {
  return keepCookies(as, await call(baseUrl, { path: `/api/step-up/${stepUpId}/approve`, headers: fromPage(as), body: { assertion, ...more } }));
}

/** The owner's passkey over what the approval shows now. */
async function sign(server: Server, stepUpId: string, overrides: Parameters<Owner['device']['assert']>[1] = {}): Promise<unknown> {
  return owner.device.assert(must(await open(server, stepUpId), 200).body.publicKey, overrides);
}

const statusOf = async (server: Server, { token, paymentId }: Asked): Promise<unknown> => (await paymentStatus(server.baseUrl, token, paymentId)).body.status;

test('a purchase over the limit: asked, signed, paid once', async ({ server }) => {
  const asked = await ask(server);
  expect(await spentToday(server.baseUrl, asked.token), 'what waits counts for nothing').toBe('0.00');
  const assertion = await sign(server, asked.stepUpId);
  expect(must(await approve(server, asked.stepUpId, assertion), 200).body.status).toBe('approved');
  const polled = must(await paymentStatus(server.baseUrl, asked.token, asked.paymentId), 200).body;
  expect(polled).toMatchObject({ status: 'approved', human_present: true });
  expect(must(await complete(server.baseUrl, asked.token, asked.checkout, String(polled.payment_token)), 200).body.status).toBe('completed');
  expect(await spentToday(server.baseUrl, asked.token), 'what a person approved counts as spent').toBe(asked.checkout.amount);
});

test('an approval is used once: replayed at once, later, or for another approval', async ({ server }) => {
  const [asked, other] = [await ask(server), await ask(server)];
  const assertion = await sign(server, asked.stepUpId);
  const replies = await Promise.all(Array.from({ length: 20 }, () => approve(server, asked.stepUpId, assertion)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const { status, body } of replies.filter((reply) => reply.status !== 200)) {
    // 401: the first one gave the session a new id, and this one still came with the old.
    expect(['409 already_decided', '400 invalid_assertion', '401 invalid_token']).toContain(`${status} ${String(body.error)}`);
  }
  expect(must(await approve(server, asked.stepUpId, assertion), 409).body).toMatchObject({ error: 'already_decided' });
  expect(must(await approve(server, other.stepUpId, assertion), 400).body).toMatchObject({ error: 'invalid_assertion' });
  expect(await statusOf(server, other)).toBe('step_up_required');
});

test("approving gives the browser a new session id, and the old cookie writes nothing any more", async ({ server }) => {
  const [asked, other] = [await ask(server), await ask(server)];
  const before = { ...owner };
  const approved = must(await approve(server, asked.stepUpId, await sign(server, asked.stepUpId)), 200);
  expect(approved.headers.getSetCookie().filter((line) => line.includes('session-token='))).toHaveLength(1);
  expect(owner.cookie).not.toBe(before.cookie);
  const reject = (as: Owner) => call(server.baseUrl, { path: `/api/step-up/${other.stepUpId}/reject`, headers: fromPage(as), body: {} });
  expect((await reject(before)).status).toBe(401);
  expect(await statusOf(server, other)).toBe('step_up_required');
  expect((await reject(owner)).status).toBe(200);
});

test("another person's approval is not there, and another person's passkey does not sign for it", async ({ server }) => {
  const asked = await ask(server);
  const { publicKey } = must(await open(server, asked.stepUpId), 200).body;
  expect((await open(server, asked.stepUpId, stranger)).status).toBe(404);
  const foreign = stranger.device.assert({ ...z.looseObject({ challenge: z.string() }).parse(publicKey), allowCredentials: [] });
  expect((await approve(server, asked.stepUpId, foreign, { as: stranger })).status).toBe(404);
  expect((await call(server.baseUrl, { path: `/api/step-up/${asked.stepUpId}/reject`, headers: fromPage(stranger), body: {} })).status).toBe(404);
  expect(must(await approve(server, asked.stepUpId, foreign), 400).body).toMatchObject({ error: 'invalid_assertion' });
  expect((await approve(server, asked.stepUpId, foreign, { as: { ...owner, cookie: '' } })).status, 'signed out').toBe(401);
  expect(await statusOf(server, asked)).toBe('step_up_required');
});

test('an assertion over anything else, or without the person, is refused', async ({ server }) => {
  const [asked, other] = [await ask(server), await ask(server)];
  const elsewhere = must(await open(server, other.stepUpId), 200).body.publicKey;
  const refused: Record<string, unknown> = {
    'the challenge of another approval': owner.device.assert(elsewhere),
    'a challenge that nobody made': await sign(server, asked.stepUpId, { challenge: 'A'.repeat(43) }),
    'without user verification': await sign(server, asked.stepUpId, { userVerified: false }),
    'at another origin': await sign(server, asked.stepUpId, { origin: 'https://evil.example' }),
    'for another relying party': await sign(server, asked.stepUpId, { rpId: 'evil.example' }),
    nothing: {},
    text: 'yes',
    'no value': null,
    'the sign-in ceremony of its owner': await signInAssertion(server),
  };
  for (const [name, assertion] of Object.entries(refused)) {
    const reply = await approve(server, asked.stepUpId, assertion);
    expect({ name, status: reply.status, error: reply.body.error }).toEqual({ name, status: 400, error: 'invalid_assertion' });
  }
  expect(await statusOf(server, asked)).toBe('step_up_required');
  expect(must(await approve(server, asked.stepUpId, await sign(server, asked.stepUpId)), 200).body.status, 'and the right one is still taken').toBe('approved');
});

async function signInAssertion({ baseUrl }: Server): Promise<unknown> {
  const begun = must(await call(baseUrl, { path: '/api/account/passkey/sign-in', body: {} }), 200).body;
  return owner.device.assert(begun.publicKey);
}

test('the card is part of what is signed', async ({ server }) => {
  const asked = await ask(server);
  const more = { payment_method_id: `pm_${'0'.repeat(26)}` };
  expect(must(await approve(server, asked.stepUpId, await sign(server, asked.stepUpId), { more }), 400).body).toMatchObject({ error: 'invalid_assertion' });
  const chosen = await call(server.baseUrl, { path: `/api/step-up/${asked.stepUpId}?payment_method_id=${more.payment_method_id}`, headers: fromPage(owner) });
  expect(chosen.status).toBe(400);
});

test('too late: a challenge holds for five minutes, an approval for fifteen', async ({ server }) => {
  const asked = await ask(server);
  const assertion = await sign(server, asked.stepUpId);
  await age(server, asked.stepUpId, 301);
  expect(must(await approve(server, asked.stepUpId, assertion), 400).body, 'the challenge is old').toMatchObject({ error: 'invalid_assertion' });
  const fresh = await sign(server, asked.stepUpId);
  await age(server, asked.stepUpId, 900);
  expect(must(await approve(server, asked.stepUpId, fresh), 410).body).toMatchObject({ error: 'expired' });
  expect(await statusOf(server, asked)).toBe('expired');
});

test('a cart that changed, an agent that was stopped: what was signed before is refused', async ({ server }) => {
  const [edited, paused] = [await ask(server), await ask(server)];
  const [overOld, overPaused] = [await sign(server, edited.stepUpId), await sign(server, paused.stepUpId)];
  const headers = { 'api-version': '2026-04-17', 'idempotency-key': edited.paymentId };
  const body = { line_items: [{ id: 'burr-grinder', quantity: 2 }] };
  must(await call(server.baseUrl, { path: `/checkout_sessions/${edited.checkout.id}`, token: edited.token, headers, body }), 200);
  expect(must(await approve(server, edited.stepUpId, overOld), 409).body).toMatchObject({ error: 'checkout_changed' });
  must(await call(server.baseUrl, { method: 'PATCH', path: `/api/agent/v1/agents/${paused.client.agentId}`, headers: fromPage(owner), body: { status: 'suspended' } }), 200);
  expect(must(await approve(server, paused.stepUpId, overPaused), 409).body).toMatchObject({ error: 'agent_inactive' });
});

test('declined: no token, the same cart is refused for ten minutes, then may be asked for again', async ({ server }) => {
  const asked = await ask(server);
  const { baseUrl } = server;
  const assertion = await sign(server, asked.stepUpId);
  must(await call(baseUrl, { path: `/api/step-up/${asked.stepUpId}/reject`, headers: fromPage(owner), body: { reason: 'Too dear.' } }), 200);
  expect(must(await approve(server, asked.stepUpId, assertion), 409).body).toMatchObject({ error: 'already_decided' });
  expect(await statusOf(server, asked)).toBe('rejected');
  const same = await createCheckout(baseUrl, asked.token, { items: [{ id: 'burr-grinder', quantity: 1 }] });
  const refused = must(await requestToken(baseUrl, asked.token, same), 403);
  expect(refused.body).toMatchObject({ error: 'policy_refused', rule: 'recently_declined' });
  await age(server, asked.stepUpId, 601);
  StepUp.parse(must(await requestToken(baseUrl, asked.token, same), 200).body);
});

test('three approvals wait at most', async ({ server }) => {
  const client = await makeAgent(server, { ownerEmail: owner.email });
  const token = await accessToken(server.baseUrl, client);
  const open = [];
  for (let quantity = 1; quantity <= 4; quantity++) {
    const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'burr-grinder', quantity }] });
    open.push(await requestToken(server.baseUrl, token, checkout));
  }
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 403]);
  expect(open[3]?.body).toMatchObject({ error: 'policy_refused', rule: 'pending_approvals' });
});

test('an agent that its owner registers may buy by itself only once the passkey has confirmed it', async ({ server }) => {
  const { baseUrl } = server;
  const limits = { per_transaction: '50', daily: '200', monthly: '1000', currency: 'CAD' };
  const body = { name: 'Shopper', permissions: ['browse_products', 'create_cart', 'initiate_purchase', 'complete_purchase'], spending_limits: limits };
  const Registered = z.object({ agent_id: z.string(), client_id: z.string(), client_secret: z.string(), status: z.literal('pending'), mandate: z.object({ publicKey: z.unknown() }) });
  const agent = Registered.parse(must(await call(baseUrl, { path: '/api/agent/v1/agents', headers: fromPage(owner), body }), 201).body);
  const credentials = { clientId: agent.client_id, clientSecret: agent.client_secret };
  const token = await accessToken(baseUrl, credentials);
  const early = await createCheckout(baseUrl, token);
  expect(must(await requestToken(baseUrl, token, early), 200).body).toMatchObject({ status: 'step_up_required', trigger_type: 'pending_mandate' });

  const confirm = async (assertion: unknown) =>
    keepCookies(owner, await call(baseUrl, { path: `/api/agent/v1/agents/${agent.agent_id}/confirm`, headers: fromPage(owner), body: { assertion } }));
  const { publicKey } = agent.mandate;
  expect(must(await confirm(owner.device.assert(publicKey, { userVerified: false })), 400).body).toMatchObject({ error: 'invalid_assertion' });
  const assertion = owner.device.assert(publicKey);
  expect(must(await confirm(assertion), 200).body).toMatchObject({ status: 'active' });
  expect(must(await confirm(assertion), 409).body, 'replayed').toMatchObject({ error: 'nothing_to_confirm' });
  const checkout = await createCheckout(baseUrl, token, { items: [{ id: 'maple-syrup', quantity: 1 }] });
  expect(must(await requestToken(baseUrl, token, checkout), 200).body.status).toBe('approved');

  const widening = { spending_limits: { ...limits, per_transaction: '150' } };
  const patched = await call(baseUrl, { method: 'PATCH', path: `/api/agent/v1/agents/${agent.agent_id}`, headers: fromPage(owner), body: widening });
  expect(patched.status, 'more needs a passkey').toBe(428);
  const before = must(await call(baseUrl, { path: '/api/agent/v1/limits', token }), 200).body;
  expect(before, 'and nothing is wider until then').toMatchObject({ limits: [{ per_transaction: '50.00' }] });
});
