import { beforeAll, describe, expect, it } from 'vitest';
import { loadApprovalView } from '@/lib/approval';
import { createPageDb } from '@/lib/db';
import { verifyEvidence } from '@/lib/evidence';
import { publicJwks } from '@/lib/mandate';
import { acceptInvitation, confirmSecondApproval, getSecondApproval, inviteSecondApprover, setSecondApproval } from '@/lib/second-approval';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeShop, makeWallet, openCheckout, payWith, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import type { Checkout } from '@/lib/checkout';
import { approveStepUp, changeStepUp, getEvidence, getPaymentStatus, loadWalletHome, openStepUp, rejectStepUp, requestRuleChange, type OpenStepUp } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

type Pair = { readonly owner: Owner; readonly second: Owner };
type Asked = Pair & { readonly checkout: Checkout; readonly paymentId: string; readonly approvalId: string };

const emailOf = async ({ agent }: { agent: { userId: string } }): Promise<string> => {
  const [row] = await ctx.db.query<{ email: string }>({ name: 'test.email', text: 'select email from app_user where id = $1', values: [agent.userId] });
  return row?.email ?? '';
};

/** The token stands in the mail alone. */
async function invitationTo(email: string): Promise<string> {
  const rows = await ctx.db.query<{ payload: { recipient: string; text: string } }>({ name: 'test.mails', text: `select payload from outbox_event where topic = 'mail.send' order by id`, values: [] });
  const mail = rows.filter(({ payload }) => payload.recipient === email).at(-1);
  return /token=(sa_\w+)/.exec(mail?.payload.text ?? '')?.[1] ?? '';
}

/** Above 80.00 both must sign. */
async function makePair(): Promise<Pair> {
  const [owner, second] = [await makeOwner(ctx), await makeOwner(ctx)];
  const email = await emailOf(second);
  expect(await inviteSecondApprover(ctx, { walletId: owner.agent.walletId, email })).toMatchObject({ ok: true });
  expect(await acceptInvitation(ctx, { token: await invitationTo(email), walletId: second.agent.walletId })).toMatchObject({ ok: true });
  expect(await setSecondApproval(ctx, { walletId: owner.agent.walletId, patch: { limits: [{ currency: 'CAD', amount: 8_000n }] } })).toMatchObject({ ok: true });
  return { owner, second };
}

/** Eight teas: 93.50. */
async function ask(pair: Pair, quantity = 8): Promise<Asked> {
  const { agent } = pair.owner;
  const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]);
  const asked = await askFor(ctx, agent, checkout);
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  return { ...pair, checkout, paymentId: asked.value.paymentId, approvalId: asked.value.approvalId };
}

async function open({ approvalId }: Asked, { agent }: Owner): Promise<OpenStepUp> {
  const opened = await openStepUp(ctx, { approvalId, walletId: agent.walletId });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const approve = ({ approvalId }: Asked, { agent, authenticator }: Owner, publicKey: object | null) =>
  approveStepUp(ctx, { approvalId, walletId: agent.walletId, assertion: authenticator.assert(publicKey) });

const sign = async (asked: Asked, person: Owner) => approve(asked, person, (await open(asked, person)).publicKey);

async function statusOf({ paymentId, owner }: Asked) {
  const status = await getPaymentStatus(ctx, { paymentId, agentId: owner.agent.agentId });
  if (!status.ok) throw new Error(status.error.code);
  return status.value;
}

const pageOf = ({ agent: { walletId } }: Owner) => ({ ...ctx, db: createPageDb(ctx.pool, { walletId }) });

describe('an approval above the amount', () => {
  it.each([['the owner first', 'owner', 'second'], ['the other first', 'second', 'owner']] as const)('needs both passkeys over the same content, %s', async (_order, first, last) => {
    const asked = await ask(await makePair());
    const offered = await open(asked, asked[first]);
    expect(offered).toMatchObject({ second: { you: first, ownerSigned: false, secondSigned: false }, challenge: { signedContent: { second_approver: asked.second.agent.walletId } } });
    expect(await approve(asked, asked[first], offered.publicKey)).toMatchObject({ value: { approval: { status: 'pending' } } });
    expect(await statusOf(asked)).toMatchObject({ status: 'step_up_required', token: null });
    const next = await open(asked, asked[last]);
    expect(next.challenge?.signedContent).toEqual(offered.challenge?.signedContent);
    expect(await approve(asked, asked[last], next.publicKey)).toMatchObject({ value: { approval: { status: 'approved' } } });
    const { status, token } = await statusOf(asked);
    expect(status).toBe('approved');
    await payWith(ctx, asked.owner.agent, asked.checkout, token ?? '');
  });

  it('leaves evidence with both assertions, which the offline verifier checks, each of them', async () => {
    const asked = await ask(await makePair());
    await sign(asked, asked.owner);
    await sign(asked, asked.second);
    const evidence = await getEvidence(ctx, { paymentId: asked.paymentId, walletId: asked.owner.agent.walletId });
    if (!evidence.ok) throw new Error(evidence.error.code);
    const trust = { jwks: await publicJwks(ctx), origin: 'http://localhost:3000', rpId: 'localhost' };
    const bundle = JSON.parse(JSON.stringify(evidence.value)) as Record<string, Record<string, unknown>>;
    expect(verifyEvidence(bundle, trust)).toMatchObject({ ok: true, facts: { countersignature: { second: { ownerId: asked.second.agent.walletId } } } });
    const faults: [string, object][] = [
      ['without the second assertion', { ...bundle, second_assertion: undefined }],
      ['without the second enrolment', { ...bundle, second_enrolment: null }],
      ["with the owner's in its place", { ...bundle, second_assertion: bundle.assertion, second_enrolment: bundle.enrolment }],
      ['with both exchanged', { ...bundle, assertion: bundle.second_assertion, enrolment: bundle.second_enrolment, second_assertion: bundle.assertion, second_enrolment: bundle.enrolment }],
      ['with another named', { ...bundle, signed_content: { ...bundle.signed_content, second_approver: asked.owner.agent.walletId } }],
      ['with nobody named', { ...bundle, signed_content: { ...bundle.signed_content, second_approver: undefined } }],
      ['with another signature', { ...bundle, second_assertion: { ...bundle.second_assertion, signature: bundle.assertion?.signature } }],
    ];
    for (const [what, mutated] of faults) expect(verifyEvidence(JSON.parse(JSON.stringify(mutated)), trust).ok, what).toBe(false);
  });

  it('is not approved by one person twice, nor by one passkey for both', async () => {
    const asked = await ask(await makePair());
    const { publicKey } = await open(asked, asked.owner);
    expect(await approve(asked, asked.owner, publicKey)).toMatchObject({ ok: true });
    expect((await open(asked, asked.owner)).challenge).toBeNull();
    expect(await approve(asked, asked.owner, publicKey)).toMatchObject({ error: { code: 'invalid_assertion' } });
    const offered = (await open(asked, asked.second)).publicKey;
    const forged = asked.owner.authenticator.assert({ ...offered, allowCredentials: [] });
    expect(await approveStepUp(ctx, { approvalId: asked.approvalId, walletId: asked.second.agent.walletId, assertion: forged })).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect((await statusOf(asked)).status).toBe('step_up_required');
  });

  it('takes one content when both sign another at the same moment', async () => {
    const asked = await ask(await makePair());
    const [one, two] = [await open(asked, asked.owner), await open(asked, asked.second)];
    const results = await Promise.all([approve(asked, asked.owner, one.publicKey), approve(asked, asked.second, two.publicKey)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'signed_otherwise' } });
    const late = results[0].ok ? asked.second : asked.owner;
    expect(await sign(asked, late)).toMatchObject({ value: { approval: { status: 'approved' } } });
  });

  it.each(['owner', 'second'] as const)('is declined when the %s declines, even after the other signed', async (who) => {
    const asked = await ask(await makePair());
    await sign(asked, who === 'owner' ? asked.second : asked.owner);
    expect(await rejectStepUp(ctx, { approvalId: asked.approvalId, walletId: asked[who].agent.walletId })).toMatchObject({ ok: true });
    expect((await statusOf(asked)).status).toBe('rejected');
    expect(await openStepUp(ctx, { approvalId: asked.approvalId, walletId: asked.second.agent.walletId })).toMatchObject({ value: { challenge: null } });
  });

  it('is the owner alone at the amount, in another currency, and before anybody accepted', async () => {
    const pair = await makePair();
    const { challenge, second } = await open(await ask(pair, 6), pair.owner);
    expect(second).toBeNull();
    expect(challenge?.signedContent).not.toHaveProperty('second_approver');
    const alone = await makeOwner(ctx);
    await inviteSecondApprover(ctx, { walletId: alone.agent.walletId, email: 'nobody@owner.example' });
    await setSecondApproval(ctx, { walletId: alone.agent.walletId, patch: { limits: [{ currency: 'CAD', amount: 1n }] } });
    expect((await open(await ask({ owner: alone, second: pair.second }), alone)).second).toBeNull();
  });

  it('goes on with the changed cart, for two above the amount and for the owner alone below it', async () => {
    const asked = await ask(await makePair(), 9);
    await sign(asked, asked.second);
    const change = (quantity: number, approvalId = asked.approvalId) => changeStepUp(ctx, { approvalId, walletId: asked.owner.agent.walletId, items: [{ id: 'tea', quantity }], note: null });
    const once = await change(8);
    if (!once.ok) throw new Error(once.error.code);
    const next = { ...asked, approvalId: once.value.approvalId };
    expect((await open(next, asked.owner)).second).toEqual({ you: 'owner', ownerSigned: false, secondSigned: false });
    const twice = await change(6, next.approvalId);
    if (!twice.ok) throw new Error(twice.error.code);
    const last = { ...asked, approvalId: twice.value.approvalId };
    expect(await openStepUp(ctx, { approvalId: last.approvalId, walletId: asked.second.agent.walletId })).toMatchObject({ error: { code: 'not_found' } });
    expect(await sign(last, asked.owner)).toMatchObject({ value: { approval: { status: 'approved' } } });
  });
});

describe('the second person', () => {
  it('sees the approvals that need them, on pages too, and no other row of the owner', async () => {
    const asked = await ask(await makePair());
    const alone = await ask(asked, 6);
    const page = pageOf(asked.second);
    const { walletId } = asked.second.agent;
    expect(await loadApprovalView(page, { approvalId: asked.approvalId, walletId })).toMatchObject({ agentName: 'Test agent', ownerName: 'Owner', you: 'second', paymentMethods: [] });
    expect(await loadApprovalView(page, { approvalId: alone.approvalId, walletId })).toBeNull();
    expect((await loadWalletHome(page, walletId)).pendingApprovals).toMatchObject([{ id: asked.approvalId, agentName: 'Test agent' }]);
    const own = asked.owner.agent.walletId;
    for (const table of ['agent', 'agent_payment', 'payment_method', 'mandate', 'wallet_limit', 'second_approver', 'second_approval_limit', 'payment_token', 'owner_confirmation']) {
      const rows = await page.db.query({ name: `test.${table}`, text: `select 1 from ${table} where wallet_id = $1`, values: [own] });
      expect(rows, table).toEqual([]);
    }
    const approvals = await page.db.query<{ id: string }>({ name: 'test.approvals', text: 'select id from approval', values: [] });
    expect(approvals.map(({ id }) => id)).toEqual([asked.approvalId]);
  });

  it("changes neither the owner's cart nor their rules, and a stranger finds nothing", async () => {
    const asked = await ask(await makePair());
    const query = { approvalId: asked.approvalId, walletId: asked.second.agent.walletId };
    expect(await changeStepUp(ctx, { ...query, items: [{ id: 'tea', quantity: 1 }], note: null })).toMatchObject({ error: { code: 'not_found' } });
    expect(await requestRuleChange(ctx, query)).toMatchObject({ error: { code: 'not_found' } });
    const { agent } = await makeOwner(ctx);
    expect(await openStepUp(ctx, { approvalId: asked.approvalId, walletId: agent.walletId })).toMatchObject({ error: { code: 'not_found' } });
    expect(await rejectStepUp(ctx, { approvalId: asked.approvalId, walletId: agent.walletId })).toMatchObject({ error: { code: 'not_found' } });
  });

  it('accepts once, with the invited address, verified, and a passkey', async () => {
    const [owner, second, other] = [await makeOwner(ctx), await makeOwner(ctx), await makeOwner(ctx)];
    const { walletId } = owner.agent;
    const email = await emailOf(second);
    expect(await inviteSecondApprover(ctx, { walletId, email: await emailOf(owner) })).toMatchObject({ error: { code: 'own_email' } });
    await inviteSecondApprover(ctx, { walletId, email });
    const old = await invitationTo(email);
    await inviteSecondApprover(ctx, { walletId, email });
    const token = await invitationTo(email);
    const accept = (walletOf: string, which = token) => acceptInvitation(ctx, { token: which, walletId: walletOf });
    expect(await accept(second.agent.walletId, old)).toMatchObject({ error: { code: 'invitation_not_found' } });
    expect(await accept(other.agent.walletId)).toMatchObject({ error: { code: 'other_email' } });
    expect(await accept(walletId)).toMatchObject({ error: { code: 'other_email' } });
    const setVerified = (at: Date | null) => ctx.db.query({ name: 'test.verify', text: 'update app_user set email_verified_at = $2 where id = $1', values: [second.agent.userId, at] });
    await setVerified(null);
    expect(await accept(second.agent.walletId)).toMatchObject({ error: { code: 'email_not_verified' } });
    await setVerified(ctx.clock.now());
    expect(await accept(second.agent.walletId)).toMatchObject({ ok: true });
    expect(await accept(second.agent.walletId)).toMatchObject({ error: { code: 'invitation_not_found' } });
    expect(await inviteSecondApprover(ctx, { walletId, email: 'more@owner.example' })).toMatchObject({ error: { code: 'approver_is_active' } });
    const bare = await makeWallet(ctx);
    const bareEmail = await emailOf({ agent: bare });
    await inviteSecondApprover(ctx, { walletId: other.agent.walletId, email: bareEmail });
    expect(await accept(bare.walletId, await invitationTo(bareEmail))).toMatchObject({ error: { code: 'no_passkey' } });
    ctx.clock.advance(7 * 86_400 + 1);
    expect(await accept(bare.walletId, await invitationTo(bareEmail))).toMatchObject({ error: { code: 'invitation_not_found' } });
    const flooded = await Promise.all([...Array(12).keys()].map((n) => inviteSecondApprover(ctx, { walletId: other.agent.walletId, email: `p${n}@owner.example` })));
    expect(flooded.filter(({ ok }) => !ok).map((each) => !each.ok && each.error.code)).toEqual(['rate_limited', 'rate_limited']);
  });
});

describe('what the owner decides about it', () => {
  it('holds at once when it tightens, and waits for the passkey when it loosens', async () => {
    const { owner } = await makePair();
    const { walletId } = owner.agent;
    expect(await setSecondApproval(ctx, { walletId, patch: { limits: [{ currency: 'CAD', amount: 7_000n }, { currency: 'EUR', amount: 1n }] } })).toMatchObject({ ok: true });
    for (const patch of [{ limits: [{ currency: 'CAD' as const, amount: 7_001n }, { currency: 'EUR' as const, amount: 1n }] }, { limits: [] }, { removesApprover: true }]) {
      const set = await setSecondApproval(ctx, { walletId, patch });
      expect(set).toMatchObject({ error: { code: 'widening_needs_confirmation' } });
      expect(await getSecondApproval(ctx, walletId)).toMatchObject({ approver: { status: 'active' }, limits: [{ amount: 7_000n }, { amount: 1n }] });
    }
    const last = await setSecondApproval(ctx, { walletId, patch: { removesApprover: true } });
    if (last.ok) throw new Error('nothing to confirm');
    const stranger = await makeOwner(ctx);
    expect(await confirmSecondApproval(ctx, { walletId, assertion: stranger.authenticator.assert({ ...last.error.mandate.publicKey, allowCredentials: [] }) })).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect(await confirmSecondApproval(ctx, { walletId, assertion: owner.authenticator.assert(last.error.mandate.publicKey) })).toMatchObject({ value: { approver: null } });
    expect(await confirmSecondApproval(ctx, { walletId, assertion: {} })).toMatchObject({ error: { code: 'nothing_to_confirm' } });
  });
});
