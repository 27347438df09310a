import { z } from 'zod';
import { AGENT_PERMISSIONS, createConfirmedAgent, parseLimits } from '@/lib/agent';
import { ageApproval } from '@/lib/approval';
import { ageAuthentication } from '@/lib/authentication';
import { BANKS, switchBank } from '@/lib/bank';
import { ageCart } from '@/lib/cart';
import { ageCheckout } from '@/lib/checkout';
import { setFeedTarget } from '@/lib/feed';
import { ageGrant } from '@/lib/grant';
import { ageHosted } from '@/lib/hosted-checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { findUrlFault } from '@/lib/http/outbound-url';
import { findWalletByEmail } from '@/lib/identity';
import { findMerchant } from '@/lib/merchant';
import { ageQuote } from '@/lib/quote';
import { agePayment } from '@/lib/wallet';
import { readBody, testing } from './endpoint';
import { postTestRefund, postTestShip } from './orders';

export { postTestRefund, postTestShip } from './orders';

const Amount = z.union([z.string(), z.number()]);
const Limit = z.strictObject({ per_transaction: Amount, daily: Amount, weekly: Amount.optional(), monthly: Amount, currency: z.string() });
const AgentBody = z.strictObject({
  ownerEmail: z.string().max(320),
  name: z.string().max(100).default('Test agent'),
  permissions: z.array(z.enum(AGENT_PERMISSIONS)),
  spending_limits: z.union([Limit, z.array(Limit).min(1)]),
});
const AgeBody = z.strictObject({ id: z.string().max(200), seconds: z.number().int().min(0).max(100_000_000) });

/** POST /testing/agents: a confirmed agent of an owner, without a person at a passkey. Under COUNTERSIGN_TEST=1 alone. */
export const postTestAgent = testing({
  path: '/testing/agents',
  handle: async (ctx, request) => {
    const body = await readBody(request, AgentBody);
    const walletId = await findWalletByEmail(ctx, body.ownerEmail);
    if (walletId === null) throw fail(404, 'not_found', 'No wallet has this owner.', { param: '$.ownerEmail' });
    const limits = parseLimits(Array.isArray(body.spending_limits) ? body.spending_limits : [body.spending_limits]);
    if (!limits.ok) throw fail(400, 'invalid_request', limits.error.message, { param: '$.spending_limits' });
    const agent = await createConfirmedAgent(ctx, { walletId, name: body.name, description: '', permissions: body.permissions, limits: limits.value });
    return Response.json({ agent_id: agent.agentId, client_id: agent.clientId, client_secret: agent.clientSecret, status: 'active' }, { status: 201 });
  },
});

/** POST /testing/age: a payment, approval, checkout, quote, hosted checkout, cart, authentication, device code, authorization code or pairing code becomes that much older. Under COUNTERSIGN_TEST=1 alone. */
export const postAge = testing({
  path: '/testing/age',
  handle: async (ctx, request) => {
    const what = await readBody(request, AgeBody);
    const aged = [
      await agePayment(ctx, what), await ageApproval(ctx, what), await ageCheckout(ctx, what),
      await ageCart(ctx, what), await ageGrant(ctx, what), await ageAuthentication(ctx, what), await ageQuote(ctx, what), await ageHosted(ctx, what),
    ];
    if (!aged.includes(true)) throw fail(404, 'not_found', 'Nothing that ages has this id.', { param: '$.id' });
    return Response.json({ id: what.id, seconds: what.seconds });
  },
});

const BankBody = z.strictObject({ bank: z.enum(BANKS), available: z.boolean() });

/** POST /testing/banks {bank, available}: makes a simulated bank unreachable, or reachable again. Under COUNTERSIGN_TEST=1 alone. */
export const postBankSwitch = testing({
  path: '/testing/banks',
  handle: async (ctx, request) => {
    const body = await readBody(request, BankBody);
    await switchBank(ctx, { bank: body.bank, isUp: body.available });
    return Response.json(body);
  },
});

const FeedBody = z.strictObject({ url: z.string().max(2_000) });

/** PUT /testing/feed-target {url}: publishes regal-moose's catalogue there, without a secret. Under COUNTERSIGN_TEST=1 alone. */
export const putTestFeedTarget = testing({
  method: 'PUT',
  path: '/testing/feed-target',
  handle: async (ctx, request) => {
    const { url } = await readBody(request, FeedBody);
    const fault = findUrlFault(url, ctx.settings.testMode);
    if (fault !== null) throw fail(400, 'invalid_request', `$.url ${fault}`, { param: '$.url' });
    const merchant = await findMerchant(ctx, 'regal-moose');
    if (!merchant) throw fail(404, 'not_found', 'There is no merchant regal-moose: it is of the demo world.');
    await setFeedTarget(ctx, { merchantId: merchant.id, url, secret: null });
    return Response.json({ merchant_id: merchant.handle, url });
  },
});

export const endpoints: readonly Endpoint[] = [postTestAgent, postAge, postBankSwitch, postTestShip, postTestRefund, putTestFeedTarget];
