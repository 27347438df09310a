import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { endpoints as partner } from '@/lib/protocols/partner/stripe-connect';
import { endpoints as quote } from '@/lib/protocols/quote';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

// The payment hub where no provider is configured: the simulator's accounts, by the owner's cookie and by the partner's key.

const HUB = '/merchant/payment-hub/stripe-connect';
const STATES = ['available', 'needs_onboarding', 'pending', 'requires_action'] as const;

let ctx: TestCtx;
let partnerKey: string;
let merchantKey: string;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  partnerKey = (await issueApiKey(ctx, { kind: 'partner', merchantId: null, name: 'partner', scopes: [] })).key;
  merchantKey = (await issueApiKey(ctx, { kind: 'merchant', merchantId: (await openTestStore(ctx)).merchantId, name: 'shop', scopes: ['store'] })).key;
});
afterAll(() => void vi.unstubAllEnvs());

async function asPartner(action: string, merchantId: string, body?: unknown, key = partnerKey): Promise<EndpointReply> {
  const path = `/partner/merchants/[id]/stripe-connect${action}`;
  const endpoint = partner.find((each) => each.path === path);
  if (!endpoint) throw new Error(`there is no ${path}`);
  return callEndpoint(ctx, endpoint, { headers: { 'x-api-key': key }, params: { id: merchantId }, body });
}

/** What the storefront's contract says of cards. */
async function cardsOf(browser: ConsoleBrowser, merchantId: string): Promise<unknown> {
  await ctx.pool.query(`update merchant_storefront set status = 'live' where merchant_id = $1`, [merchantId]);
  const { body: workspace } = await browser('GET', '/merchant/workspace');
  const info = quote.find(({ path }) => path === '/v1/merchants/[handle]/info');
  if (!info) throw new Error('there is no info');
  return (await callEndpoint(ctx, info, { params: { handle: String(workspace.merchantHandle) } })).body.paymentRails;
}

describe('an owner at the payment hub', () => {
  it('opens one account however often and at once, and is told what to do', async () => {
    const { browser } = await openTestStore(ctx);
    expect(await browser('GET', HUB)).toMatchObject({ status: 200, body: { availabilityStatus: 'needs_onboarding', accountId: null, nextStep: 'onboard', feeBasisPoints: 0, lastSyncedAt: null } });
    const opened = await Promise.all(Array.from({ length: 8 }, () => browser('POST', `${HUB}/account`, {})));
    expect(new Set(opened.map(({ body }) => body.accountId)).size).toBe(1);
    expect(opened[0]).toMatchObject({ status: 200, body: { accountId: expect.stringMatching(/^acct_sim_/), availabilityStatus: 'needs_onboarding', requirements: expect.arrayContaining(['identity.entity_type']) } });
  });

  it('is led to the provider’s form, which opens an account where there is none', async () => {
    const { browser } = await openTestStore(ctx);
    expect(await browser('POST', `${HUB}/account-links`, {})).toMatchObject({ status: 200, body: { url: 'http://localhost:3000/dashboard/payments/onboarding' } });
    expect((await browser('GET', HUB)).body.accountId).toMatch(/^acct_sim_/);
  });

  it.each(STATES)('sees %s, and so does everyone who buys there', async (state) => {
    const { browser, merchantId } = await openTestStore(ctx);
    await browser('POST', `${HUB}/account`, {});
    expect(await browser('POST', `${HUB}/simulate`, { availabilityStatus: state })).toMatchObject({ status: 200, body: { availabilityStatus: state, payoutsEnabled: state === 'available' } });
    const takesCards = state === 'available';
    expect(await cardsOf(browser, merchantId)).toMatchObject({ available: takesCards ? ['card', 'wallet'] : ['wallet'], defaultCheckoutMethod: takesCards ? 'card' : 'wallet', card: { availabilityStatus: state } });
    const launchpad = (await browser('GET', '/merchant/launchpad')).body;
    expect(launchpad.checklist).toContainEqual(expect.objectContaining({ id: 'payments', done: takesCards, required: false }));
  });

  it('starts over with another account, or with none; the fee stays', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    const first = (await browser('POST', `${HUB}/account`, {})).body.accountId;
    await browser('POST', `${HUB}/simulate`, { availabilityStatus: 'available' });
    await asPartner('/fee-policy', merchantId, { feeBasisPoints: 120 });
    const again = await browser('POST', `${HUB}/reset`, {});
    expect(again).toMatchObject({ status: 200, body: { availabilityStatus: 'needs_onboarding', feeBasisPoints: 120 } });
    expect(again.body.accountId).not.toBe(first);
    expect(await browser('POST', `${HUB}/reset`, { recreate: false })).toMatchObject({ status: 200, body: { accountId: null, availabilityStatus: 'needs_onboarding', feeBasisPoints: 120 } });
    expect(await browser('POST', `${HUB}/sync`, {})).toMatchObject({ status: 200, body: { accountId: null } });
    expect(await browser('POST', `${HUB}/simulate`, { availabilityStatus: 'available' })).toMatchObject({ status: 409, body: { errorCode: 'NO_ACCOUNT' } });
  });

  it('reads the fee and never sets it', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    expect(await browser('POST', `${HUB}/fee-policy`, { feeBasisPoints: 0 })).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN', retryable: false } });
    expect(await asPartner('/fee-policy', merchantId, { feeBasisPoints: 250 })).toMatchObject({ status: 200, body: { feeBasisPoints: 250, availabilityStatus: 'needs_onboarding' } });
    expect((await browser('GET', HUB)).body.feeBasisPoints).toBe(250);
  });

  it('is an owner: managers, staff and other sites are refused', async () => {
    const { browser } = await openTestStore(ctx);
    for (const role of ['manager', 'staff'] as const) {
      const hired = await hireAt(ctx, browser, role);
      const other = 'browser' in hired ? hired.browser : hired;
      expect(await other('GET', HUB), role).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN' } });
      expect(await other('POST', `${HUB}/account`, {}), role).toMatchObject({ status: 403 });
    }
    expect(await browser('POST', `${HUB}/account`, {}, { origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 });
    expect((await browser('GET', HUB)).body.accountId, 'nothing was changed').toBeNull();
  });

  it.each([['/simulate', {}], ['/simulate', { availabilityStatus: 'rich' }], ['/reset', { recreate: 'yes' }], ['/account', { accountId: 'acct_of_mine' }], ['/fee-policy', { feeBasisPoints: 10_001 }]])('is refused at %s with %j', async (action, body) => {
    const { browser } = await openTestStore(ctx);
    expect(await browser('POST', `${HUB}${action}`, body)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', retryable: false } });
  });
});

describe('a partner at the payment hub', () => {
  it('does all that an owner does, by the merchant’s UUID, and sets the fee', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    expect(await asPartner('', merchantId)).toMatchObject({ status: 200, body: { merchantId, availabilityStatus: 'needs_onboarding', accountId: null } });
    const { body } = await asPartner('/account', merchantId, {});
    expect(body.accountId).toMatch(/^acct_sim_/);
    expect(await asPartner('/account-links', merchantId, {})).toMatchObject({ status: 200, body: { url: expect.stringContaining('/dashboard/payments/onboarding') } });
    await browser('POST', `${HUB}/simulate`, { availabilityStatus: 'pending' });
    expect(await asPartner('/sync', merchantId, {})).toMatchObject({ status: 200, body: { accountId: body.accountId, availabilityStatus: 'pending', nextStep: 'wait' } });
    expect((await asPartner('/reset', merchantId, {})).body.accountId).not.toBe(body.accountId);
    for (const feeBasisPoints of [0, 10_000]) expect(await asPartner('/fee-policy', merchantId, { feeBasisPoints })).toMatchObject({ status: 200, body: { feeBasisPoints } });
    for (const feeBasisPoints of [-1, 10_001, 1.5, '100', undefined]) expect(await asPartner('/fee-policy', merchantId, { feeBasisPoints }), String(feeBasisPoints)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
    expect((await browser('GET', HUB)).body.feeBasisPoints).toBe(10_000);
  });

  it('finds nothing by a handle or an unknown id, and needs a partner key', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    const handle = String((await browser('GET', '/merchant/workspace')).body.merchantHandle);
    for (const id of [handle, '00000000-0000-4000-8000-000000000000', 'x']) {
      for (const action of ['', '/account', '/reset', '/sync', '/account-links']) expect(await asPartner(action, id, action === '' ? undefined : {}), `${action} ${id}`).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND' } });
    }
    expect((await asPartner('/account', merchantId, {}, merchantKey)).status).toBe(401);
    expect((await asPartner('', merchantId, undefined, 'csk_none')).status).toBe(401);
    expect((await browser('GET', HUB)).body.accountId).toBeNull();
  });
});
