import { z } from 'zod';
import { completeCheckout, findTokenTransaction, getCheckout, type Checkout, type CheckoutRefusal } from '@/lib/checkout';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { findMerchant } from '@/lib/merchant';
import { getTransaction } from '@/lib/network';
import { TEXT_OR_NUMBER } from '../exact-numbers';
import { inSteps, NotYet } from '../once-per-key';
import { readAmount, readCurrency } from '../payments/schema';
import { snakeCaseKeys } from '../snake-case';
import { findContradiction } from './agent-context';
import { merchantOf } from './merchant-of';
import { readBody } from './read-body';
import { amountMismatch, authorizeRefusal, contextMismatch, currencyMismatch, invalidCardToken, orderNotFound, toWireTransaction } from './to-wire';

/** Names the door of the order's events. */
const WIRE_VERSION = 'network-v1';

const text = (max: number) => z.string({ error: 'must be text' }).min(1, 'must not be empty').max(max, 'is too long');

/** The seed's "Payment Authorization (Extended)". agentContext may be left out: it follows from the token. */
export const AuthorizeBody = z.strictObject({
  merchant_id: text(200).optional(),
  amount: text(40).meta(TEXT_OR_NUMBER),
  currency: text(10),
  card_token: text(200),
  order_id: text(200),
  agent_context: z
    .preprocess(
      snakeCaseKeys,
      z.strictObject({
        agent_id: text(200).optional(),
        owner_id: text(200).optional(),
        human_present: z.boolean({ error: 'must be true or false' }).optional(),
        mandate_id: text(200).optional(),
        mandate_type: z.enum(['cart', 'payment'], { error: 'must be cart or payment' }).optional(),
      }),
    )
    .optional(),
});
type AuthorizeBody = z.output<typeof AuthorizeBody>;

/**
 * POST /api/v1/payments/authorize: a merchant takes an agent's vt_ for one of its checkouts to the network. The checkout is paid by it: its
 * order is placed, and captured by the merchant, in parts if it likes. A token authorises once: the same call again finds its transaction.
 */
export const postAuthorize: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/payments/authorize',
  wire: 'sacp',
  credentials: ['merchant_key'],
  scope: null,
  tenant: 'resource',
  handle: async (ctx, request) => {
    const body = await readBody(request, AuthorizeBody);
    await refuseAnotherMerchant(ctx, body.merchant_id);
    // Without a key of its own the token names the request: it comes to one transaction either way.
    const isKeyed = request.headers.has('idempotency-key');
    return inSteps(ctx, request, { path: '/api/v1/payments/authorize', body }, (resumed) => authorize(ctx, body, resumed || !isKeyed));
  },
});

async function refuseAnotherMerchant(ctx: RequestCtx, named: string | undefined): Promise<void> {
  if (named === undefined) return;
  const merchant = await findMerchant(ctx, named);
  if (merchant?.id !== merchantOf(ctx)) throw fail(400, 'tenant_conflict', 'merchantId names another merchant than the API key.', { param: '$.merchantId' });
}

async function authorize(ctx: RequestCtx, body: AuthorizeBody, resumed: boolean): Promise<Answer> {
  const query = { checkoutId: body.order_id, actor: { kind: 'acquirer', merchantId: merchantOf(ctx) } } as const;
  const found = await getCheckout(ctx, query);
  if (!found.ok) return orderNotFound;
  const refusal = judgeAmount(body, found.value) ?? (await judgeToken(ctx, body, found.value));
  if (refusal) return refusal;
  const completed = await completeCheckout(ctx, { ...query, token: body.card_token, captureMethod: 'manual', wireVersion: WIRE_VERSION, resumed });
  if (!completed.ok) return refuse(completed.error);
  return answerTransaction(ctx, body.card_token, completed.value.checkout);
}

function judgeAmount(body: AuthorizeBody, { currency, totals: { totalAmount } }: Checkout): Answer | null {
  const asked = readCurrency(body.currency);
  if (asked !== currency) return currencyMismatch(currency);
  return readAmount(body.amount, asked) === totalAmount ? null : amountMismatch({ amount: totalAmount, currency });
}

/** A token of another merchant or checkout is as unknown as none; what is said of the agent must be what the token says. */
async function judgeToken(ctx: RequestCtx, body: AuthorizeBody, checkout: Checkout): Promise<Answer | null> {
  const facts = await ctx.ports.credentials.describe(ctx, body.card_token);
  if (facts?.merchantId !== checkout.merchantId || facts.checkoutId !== checkout.id) return invalidCardToken('unknown');
  const field = body.agent_context ? findContradiction(body.agent_context, facts) : null;
  return field === null ? null : contextMismatch(field);
}

function refuse(refusal: CheckoutRefusal): Answer {
  const refused = authorizeRefusal(refusal);
  if (refusal.code === 'in_progress') throw new NotYet(refused);
  return refused;
}

/** What the token came to. A checkout whose goods were sold out meanwhile has taken none. */
async function answerTransaction(ctx: RequestCtx, token: string, checkout: Checkout): Promise<Answer> {
  const transactionId = await findTokenTransaction(ctx, token);
  const transaction = transactionId === null ? null : await getTransaction(ctx, { transactionId, merchantId: checkout.merchantId });
  return transaction ? { status: 200, body: toWireTransaction(transaction) } : authorizeRefusal({ code: 'not_ready', messages: checkout.messages });
}
