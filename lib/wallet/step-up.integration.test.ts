import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { suspendAgent } from '@/lib/agent';
import { challengeOf } from '@/lib/approval';
import { completeCheckout, updateCheckout, type Checkout } from '@/lib/checkout';
import { addPaymentMethod, beginFirstPasskey, finishPasskey } from '@/lib/identity';
import { publicJwks, verifyMandate } from '@/lib/mandate';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
import { askFor, makeAgent, makeShop, openCheckout, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, getEvidence, getPaymentStatus, openStepUp, rejectStepUp, type OpenStepUp } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

type Owner = { readonly agent: TestAgent; readonly authenticator: SoftwareAuthenticator };
type Asked = Owner & { readonly checkout: Checkout; readonly paymentId: string; readonly approvalId: string };

async function makeOwner(): Promise<Owner> {
  const agent = await makeAgent(ctx);
  const authenticator = createAuthenticator({ origin: 'http://localhost:3000', rpId: 'localhost' });
  const begun = await beginFirstPasskey(ctx, { userId: agent.userId });
  if (!begun.ok) throw new Error(begun.error.code);
  const finished = await finishPasskey(ctx, { userId: agent.userId, ceremonyId: begun.value.ceremonyId, attestation: authenticator.register(begun.value.publicKey) });
  if (!finished.ok) throw new Error(finished.error.code);
  return { agent, authenticator };
}

/** Six teas: 71.50, 21.50 over the limit per purchase. */
async function ask(owner: Owner, quantity = 6): Promise<Asked> {
  const checkout = await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity }]);
  const asked = await askFor(ctx, owner.agent, checkout, { note: 'Visit https://evil.example \u202enow' });
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  return { ...owner, checkout, paymentId: asked.value.paymentId, approvalId: asked.value.approvalId };
}

async function open({ approvalId, agent }: Asked, paymentMethodId?: string): Promise<OpenStepUp> {
  const opened = await openStepUp(ctx, { approvalId, walletId: agent.walletId, paymentMethodId });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const approve = ({ approvalId, agent }: Asked, assertion: unknown, paymentMethodId?: string) =>
  approveStepUp(ctx, { approvalId, walletId: agent.walletId, assertion, paymentMethodId });

const statusOf = async ({ paymentId, agent }: Asked) => {
  const status = await getPaymentStatus(ctx, { paymentId, agentId: agent.agentId });
  if (!status.ok) throw new Error(status.error.code);
  return status.value;
};

describe('approving a step-up', () => {
  it('signs exactly what the page shows, releases a token, and counts the spend', async () => {
    const asked = await ask(await makeOwner());
    const { challenge, publicKey } = await open(asked);
    expect(challenge?.signedContent).toMatchObject({ total: '71.50', currency: 'CAD', snapshot_hash: asked.checkout.snapshotHash, items: [{ id: 'tea', quantity: 6, total: '60.00' }] });
    expect((publicKey as { challenge: string }).challenge).toBe(challenge && challengeOf(challenge.signedContent));
    expect(await approve(asked, asked.authenticator.assert(publicKey))).toMatchObject({ ok: true });
    const { status, token } = await statusOf(asked);
    expect(status).toBe('approved');
    const done = await completeCheckout(ctx, {
      checkoutId: asked.checkout.id, actor: { kind: 'agent', agentId: asked.agent.agentId }, token: token ?? '', wireVersion: '2026-04-17', resumed: false,
    });
    expect(done).toMatchObject({ value: { outcome: 'completed' } });
    const next = await askFor(ctx, asked.agent, await openCheckout(ctx, shop, asked.agent, [{ id: 'tea', quantity: 4 }]));
    expect(next).toMatchObject({ value: { kind: 'granted' } }); // 71.50 + 49.50 of 200.00
  });

  it('leaves evidence that anyone can check: mandates by our keys, the assertion by the passkey', async () => {
    const asked = await ask(await makeOwner());
    const { publicKey } = await open(asked);
    await approve(asked, asked.authenticator.assert(publicKey));
    const evidence = await getEvidence(ctx, { paymentId: asked.paymentId, agentId: asked.agent.agentId });
    if (!evidence.ok || !evidence.value.assertion) throw new Error('no evidence');
    const { mandates, assertion, signed_content: signedContent } = evidence.value;
    const jwks = await publicJwks(ctx);
    expect(mandates.map((mandate) => mandate.type)).toEqual(['cart', 'payment']);
    for (const mandate of mandates) expect(verifyMandate(mandate.signature, jwks)).toBeTruthy();
    const clientData = Buffer.from(assertion.clientDataJSON, 'base64url');
    expect((JSON.parse(clientData.toString()) as { challenge: string }).challenge).toBe(challengeOf(signedContent as never));
    const signed = Buffer.concat([Buffer.from(assertion.authenticatorData, 'base64url'), createHash('sha256').update(clientData).digest()]);
    const key = createPublicKey({ key: assertion.publicKey as JsonWebKey, format: 'jwk' });
    expect(verify('sha256', signed, key, Buffer.from(assertion.signature, 'base64url'))).toBe(true);
  });

  it('shows the agent\'s note as plain text, without link or hidden direction', async () => {
    const { approval } = await open(await ask(await makeOwner()));
    expect(approval.agentNote).toBe('Visit [link removed] now');
  });

  it.each([
    ['without user verification', { userVerified: false }],
    ['from another origin', { origin: 'http://evil.example' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['over another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('refuses an assertion %s', async (_name, overrides) => {
    const asked = await ask(await makeOwner());
    const { publicKey } = await open(asked);
    expect(await approve(asked, asked.authenticator.assert(publicKey, overrides))).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect((await statusOf(asked)).status).toBe('step_up_required');
  });

  it.each([[undefined], [null], ['text'], [{}], [{ response: {} }], [{ id: 'x', response: { clientDataJSON: '!', authenticatorData: '', signature: '' } }]])(
    'refuses what is no assertion: %j',
    async (assertion) => {
      const asked = await ask(await makeOwner());
      await open(asked);
      expect(await approve(asked, assertion)).toMatchObject({ error: { code: 'invalid_assertion' } });
    },
  );

  it('refuses the passkey of another owner', async () => {
    const [asked, other] = [await ask(await makeOwner()), await makeOwner()];
    const { publicKey } = await open(asked);
    const forged = other.authenticator.assert({ ...publicKey, allowCredentials: [] });
    expect(await approve(asked, forged)).toMatchObject({ error: { code: 'invalid_assertion' } });
  });

  it('refuses an assertion over another approval of the same owner', async () => {
    const owner = await makeOwner();
    const [first, second] = [await ask(owner, 6), await ask(owner, 7)];
    const assertion = owner.authenticator.assert((await open(first)).publicKey);
    await open(second);
    expect(await approve(second, assertion)).toMatchObject({ error: { code: 'invalid_assertion' } });
  });

  it('is unknown to another owner', async () => {
    const [asked, other] = [await ask(await makeOwner()), await makeOwner()];
    const query = { approvalId: asked.approvalId, walletId: other.agent.walletId };
    expect(await openStepUp(ctx, query)).toMatchObject({ error: { code: 'not_found' } });
    expect(await approveStepUp(ctx, { ...query, assertion: {} })).toMatchObject({ error: { code: 'not_found' } });
    expect(await rejectStepUp(ctx, query)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('happens once, whether repeated or at the same moment', async () => {
    const asked = await ask(await makeOwner());
    const [one, two] = [await open(asked), await open(asked)];
    const assertions = [asked.authenticator.assert(one.publicKey), asked.authenticator.assert(two.publicKey)];
    const results = await Promise.all(assertions.map((assertion) => approve(asked, assertion)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await approve(asked, assertions[0])).toMatchObject({ error: { code: 'already_decided' } });
    const rows = await ctx.db.query<{ n: number }>({ name: 'test.tokens', text: `select count(*)::int as n from payment_token where payment_id = $1`, values: [asked.paymentId] });
    expect(rows[0]?.n).toBe(1);
  });

  it('refuses when the cart was edited after it was shown', async () => {
    const asked = await ask(await makeOwner());
    const { publicKey } = await open(asked);
    await updateCheckout(ctx, { checkoutId: asked.checkout.id, actor: { kind: 'agent', agentId: asked.agent.agentId }, patch: { items: [{ id: 'tea', quantity: 60 }] } });
    expect(await approve(asked, asked.authenticator.assert(publicKey))).toMatchObject({ error: { code: 'checkout_changed' } });
    expect((await statusOf(asked)).status).toBe('voided');
  });

  it('refuses when the agent was paused meanwhile', async () => {
    const asked = await ask(await makeOwner());
    const { publicKey } = await open(asked);
    await suspendAgent(ctx, { walletId: asked.agent.walletId, agentId: asked.agent.agentId });
    expect(await approve(asked, asked.authenticator.assert(publicKey))).toMatchObject({ error: { code: 'agent_inactive' } });
  });

  it('refuses a challenge after five minutes and an approval after fifteen', async () => {
    const asked = await ask(await makeOwner());
    const { publicKey } = await open(asked);
    ctx.clock.advance(301);
    expect(await approve(asked, asked.authenticator.assert(publicKey))).toMatchObject({ error: { code: 'invalid_assertion' } });
    const fresh = await open(asked);
    ctx.clock.advance(600);
    expect(await approve(asked, asked.authenticator.assert(fresh.publicKey))).toMatchObject({ error: { code: 'expired' } });
    expect((await statusOf(asked)).status).toBe('expired');
  });

  it('refuses a card other than the signed one, and a card of nobody', async () => {
    const asked = await ask(await makeOwner());
    const { publicKey } = await open(asked);
    expect(await approve(asked, asked.authenticator.assert(publicKey), 'pm_other')).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect(await openStepUp(ctx, { approvalId: asked.approvalId, walletId: asked.agent.walletId, paymentMethodId: 'pm_other' })).toMatchObject({ error: { code: 'invalid_payment_method' } });
  });
});

describe('a token that lapsed under a live approval', () => {
  it('is issued again for the card that was signed, not for the default one', async () => {
    const owner = await makeOwner();
    const [first] = (await open(await ask(owner))).paymentMethods;
    const other = await addPaymentMethod(ctx, { walletId: owner.agent.walletId, cardId: first?.cardId ?? '', brand: 'visa', bin: '400012', last4: '0002' });
    const asked = await ask(owner, 8);
    const { publicKey } = await open(asked, other);
    expect(await approve(asked, asked.authenticator.assert(publicKey), other)).toMatchObject({ ok: true });
    const before = (await statusOf(asked)).token;
    ctx.clock.advance(301);
    const again = await askFor(ctx, asked.agent, asked.checkout);
    expect(again).toMatchObject({ value: { kind: 'granted' } });
    expect((await statusOf(asked)).token).not.toBe(before);
    const rows = await ctx.db.query<{ payment_method_id: string }>({
      name: 'test.token-cards', text: `select payment_method_id from payment_token where payment_id = $1`, values: [asked.paymentId],
    });
    expect(rows.map((row) => row.payment_method_id)).toEqual([other, other]);
  });
});

describe('declining a step-up', () => {
  it('tells the agent, and refuses the identical cart for ten minutes, in whatever checkout', async () => {
    const asked = await ask(await makeOwner());
    expect(await rejectStepUp(ctx, { approvalId: asked.approvalId, walletId: asked.agent.walletId, reason: 'no' })).toMatchObject({ ok: true });
    expect((await statusOf(asked)).status).toBe('rejected');
    const again = await openCheckout(ctx, shop, asked.agent, [{ id: 'tea', quantity: 6 }]);
    expect(await askFor(ctx, asked.agent, again)).toMatchObject({ error: { code: 'policy_refused', rule: 'recently_declined' } });
    expect(await askFor(ctx, asked.agent, await openCheckout(ctx, shop, asked.agent, [{ id: 'tea', quantity: 7 }]))).toMatchObject({ ok: true });
    ctx.clock.advance(601);
    expect(await askFor(ctx, asked.agent, again)).toMatchObject({ value: { kind: 'step_up' } });
  });
});
