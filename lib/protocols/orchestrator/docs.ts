import { z } from 'zod';
import type { Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { CartEnvelope, CheckoutEnvelope } from './a2a';
import { OPERATOR_ACTIONS, RESERVATION_STATUSES } from '@/lib/operations';
import { ReplayBody } from './dead-letters';
import { InspectorBody, InspectorQuery } from './inspector';
import { ActionsQuery, SignInBody } from './operator';
import { ProcessBody } from './outbox';
import { ReconcileBody, RepairBody, ReportsQuery } from './reconciliation';
import { ReservationsQuery } from './reservations';
import { CartCommandBody, EventBody, ExecuteBody, PaymentBody } from './schema';
import { WebhookBody } from './webhooks';

const open = z.looseObject;

const Cart = open({ cart_id: z.string(), version: z.int(), currency: z.string(), lines: z.array(open({ line_id: z.string(), quantity: z.int(), total_minor: z.int() })), total_minor: z.int(), status: z.enum(['draft', 'checkout_ready']) });
const commanded = { 200: { words: 'The cart as it is now.', schema: Cart }, 400: 'The command does not fit.', 404: 'There is no such cart.', 409: 'The cart is at another version, or paid.' };
const Result = open({ transaction_id: z.string(), status: z.enum(['completed', 'rejected', 'auth_failed', 'commit_failed', 'timed_out']), payment_state: z.enum(['authorized', 'captured', 'failed']), order_id: z.string().nullable() });
const executed = { 200: { words: 'What came of it: status says whether it is paid.', schema: Result }, 400: 'The request does not fit the cart, or its consent proof is refused (AP2_VERIFICATION_ERROR).', 404: 'There is no such cart.', 409: 'The cart is at another version, or the key was used otherwise.' };
const PAYMENT = { tenant_id: 'regal-moose', merchant_id: 'regal-moose', transaction_id: 'txn_01JDM2Z3W4X5Y6Z7A8B9C0D1E2', amount_minor: 100, idempotency_key: 'capture-1' };
const EXECUTE = {
  tenant_id: 'regal-moose', merchant_id: 'regal-moose', cart_id: '0b9d3c0e-8a56-4e0e-9d55-4f6c2a1f7c11', cart_version: 3, currency: 'CAD',
  customer: { email: 'ada@buyer.example', full_name: 'Ada Buyer' }, payment_intent: { amount_minor: 1650, token_or_reference: 'spt_from_the_wallet' }, idempotency_key: 'order-1',
};
const KEY = 'Once for its idempotency_key. What is refused with 4xx leaves the key unused.';

const carts: Docs = {
  'POST /api/v1/cart/commands': { summary: 'Change or read a cart', details: 'create_cart, add_item, update_item_qty, remove_item, apply_adjustment, get_cart, start_checkout: which makes it checkout_ready until anything of it changes.', body: CartCommandBody, answers: commanded },
  'POST /api/v1/checkout/execute': { summary: 'Pay a cart', details: `Goods are set aside, the payment authorised, the order placed, the payment captured. ${KEY} A consent proof of AP2 (payment_intent.ap2_consent_proof) is checked where it comes, and needed where the installation runs with AP2_STRICT=1: its signature is a detached ES256 JWS over the JCS of its other fields with amount_minor, currency and cart_id; its mandate pays once.`, body: ExecuteBody, example: EXECUTE, answers: executed },
  'POST /api/v1/a2a/cart': { summary: 'Change or read a cart, in an envelope of A2A', body: CartEnvelope, answers: commanded },
  'POST /api/v1/a2a/checkout': { summary: 'Pay a cart, in an envelope of A2A', details: KEY, body: CheckoutEnvelope, example: { capability: 'dev.ucp.shopping.checkout', payload: EXECUTE }, answers: executed },
};

const moved = { body: PaymentBody, example: PAYMENT, details: KEY, answers: { 200: { words: 'Done.', schema: open({ success: z.literal(true), reference: z.string() }) }, 404: 'No transaction of yours has this id.', 409: 'The key was used otherwise.', 422: 'The state of the payment, or the amount, forbids it.' } };

const payments: Docs = {
  'POST /api/v1/payments/capture': { summary: 'Take authorised money', ...moved },
  'POST /api/v1/payments/void': { summary: 'Give an authorisation back', ...moved },
  'POST /api/v1/payments/refund': { summary: 'Give money back', ...moved },
  'POST /api/v1/events/incoming': { summary: 'Hand in a message', body: EventBody, answers: { 200: { words: 'accepted: true once for each message of a source.', schema: open({ accepted: z.boolean() }) } } },
};

const Action = open({
  id: z.string(), at: z.iso.datetime(), key_id: z.string(), session: z.string().nullable(), client_address: z.string(), request_id: z.string(), action: z.enum(OPERATOR_ACTIONS),
  subjects: z.array(z.string()), outcome: z.enum(['done', 'nothing', 'refused', 'failed']), note: z.string().nullable(),
});
const Reservation = open({
  checkout_id: z.string(), merchant_id: z.string(), merchant_handle: z.string(), item_id: z.string(), item_name: z.string().nullable(), quantity: z.int(), status: z.enum(RESERVATION_STATUSES), overdue: z.boolean(),
  held_at: z.iso.datetime().nullable(), expires_at: z.iso.datetime(), order_id: z.string().nullable(),
});
const Message = open({
  id: z.string(), at: z.iso.datetime(), wire: z.string(), method: z.string(), route: z.string(), status: z.int(), duration_ms: z.number(), request_id: z.string(), tenant_id: z.string().nullable(),
  credential: z.string(), request_body: z.string().nullable(), response_body: z.string().nullable(), skipped: z.int(),
});
const Letter = open({ id: z.string(), topic: z.string(), attempts: z.number(), created_at: z.iso.datetime() });
const Mismatch = open({ transaction_id: z.string(), kind: z.string(), our_state: z.string().nullable(), provider_state: z.string().nullable() });
const Webhook = open({ id: z.string(), url: z.string(), topics: z.array(z.string()) });

const Overview = open({ outbox: open({ waiting: z.int(), oldest_seconds: z.int(), dead: z.int() }), last_24_hours: open({ orders: z.int() }), stalled_payments: z.int() });
const TraceDoc = open({ checkout_id: z.string(), order_id: z.string().nullable(), steps: z.array(open({ at: z.iso.datetime(), kind: z.string(), id: z.string(), status: z.string().nullable() })), consent_proofs: z.array(open({ attempt_id: z.string(), issuer: z.string(), mandate_id: z.string(), signed_text: z.string(), jws: z.string(), key_thumbprint: z.string(), checked_at: z.iso.datetime() })) });

const operations: Docs = {
  'POST /api/v1/ops/outbox/process': { summary: 'Deliver what was promised, now', body: ProcessBody, bodyOptional: true, answers: { 200: { words: 'How many deliveries were tried.', schema: open({ processed: z.int() }) } } },
  'GET /api/v1/ops/dead-letter': {
    summary: 'List the dead letters', query: z.object({ cursor: z.string().optional() }),
    answers: { 200: { words: 'Newest first.', schema: open({ entries: z.array(Letter), next_cursor: z.string().nullable() }) } },
  },
  'POST /api/v1/ops/dead-letter/replay': { summary: 'Try one again, or many', details: 'One by its id; many by their ids, or all of a topic, the oldest first, 1000 at most.', body: ReplayBody, answers: { 200: { words: 'Of one: false when nothing dead has this id. Of many: how many.', schema: open({ replayed: z.union([z.boolean(), z.int()]) }) } } },
  'POST /api/v1/ops/reconciliation': { summary: 'Compare our record of payments with the network', body: ReconcileBody, answers: { 200: { words: 'Where they differ, in either direction.', schema: open({ mismatches: z.array(Mismatch), checked: z.int(), complete: z.boolean() }) } } },
  'GET /api/v1/ops/reconciliation/reports': { summary: 'List what the scheduled reconciliations found', query: ReportsQuery, details: 'Every quarter of an hour, kept 90 days, the newest first.', answers: { 200: { words: 'A page of them.', schema: open({ reports: z.array(open({ id: z.string(), from: z.string(), until: z.string(), checked: z.int(), mismatches: z.array(Mismatch), created_at: z.string() })), next_cursor: z.string().nullable() }) } } },
  'POST /api/v1/ops/reconciliation/repair': { summary: 'Let our record follow the network', body: RepairBody, answers: { 200: { words: 'Whether it does now.', schema: open({ repaired: z.boolean() }) }, 404: 'No payment of yours has this id.' } },
  'POST /api/v1/ops/session': { summary: 'Sign an operator in to a browser', details: 'For eight hours, by a cookie that other sites cannot send.', body: SignInBody, example: { api_key: 'csk_o_...' }, answers: { 200: { words: 'Signed in.', schema: open({ signed_in: z.boolean() }) }, 401: 'It is no key of an operator.', 429: 'Too many tries.' } },
  'DELETE /api/v1/ops/session': { summary: 'Sign this browser out', answers: { 200: { words: 'Signed out.', schema: open({ signed_in: z.boolean() }) } } },
  'GET /api/v1/ops/overview': { summary: 'How the installation does', answers: { 200: { words: 'What waits, stands still and was sold.', schema: Overview } } },
  'GET /api/v1/ops/traces/[id]': { summary: 'Follow a purchase', details: 'By any id of it: checkout, order, payment, approval, token, transaction, hold, refund, return or mandate.', answers: { 200: { words: 'From its request to its ledger entries, the oldest first.', schema: TraceDoc }, 404: 'No purchase has this id.' } },
  'GET /api/v1/ops/audit': {
    summary: 'Read what operators did', query: ActionsQuery, details: 'Signing in and out, and every act with the operator’s key or in an operator’s browser, a partner’s route included. It is kept for good, and nothing can change it.',
    answers: { 200: { words: 'The newest first.', schema: open({ actions: z.array(Action), next_cursor: z.string().nullable() }) } },
  },
  'GET /api/v1/ops/reservations': {
    summary: 'Read which goods are set aside', query: ReservationsQuery, details: 'held: for a checkout that is being paid, until expires_at; committed: sold; released: for sale again. What is overdue is freed by the next sweep.',
    answers: { 200: { words: 'Those that end last first.', schema: open({ reservations: z.array(Reservation), next_cursor: z.string().nullable() }) } },
  },
  'GET /api/v1/ops/inspector': {
    summary: 'Look at the last requests of each wire', query: InspectorQuery,
    details: 'Those that were kept while the inspector was on, for an hour: never headers, queries or ids of paths; bodies of JSON and forms without secrets, cards and buyers, cut at 4096 characters. `skipped` counts requests just before that were not kept: each process keeps twenty of a wire in two seconds.',
    answers: { 200: { words: 'Until when it is on, and the newest first.', schema: open({ until: z.iso.datetime().nullable(), messages: z.array(Message), next_cursor: z.string().nullable() }) } },
  },
  'PUT /api/v1/ops/inspector': { summary: 'Keep the requests of the next minutes', details: 'In every process within two seconds, for an hour at most. 0: no more.', body: InspectorBody, example: { minutes: 10 }, answers: { 200: { words: 'Until when it is on.', schema: open({ until: z.iso.datetime().nullable() }) } } },
  'POST /api/v1/ops/webhooks': { summary: 'Be told of orders and payments', details: 'Signed: X-Signature: t=<unix>,v1=<hex HMAC-SHA256 of "t.body">. The secret is told here alone.', example: { url: 'https://merchant.example/hooks', topics: ['order.created'] }, body: WebhookBody, answers: { 201: { words: 'It is told from now on.', schema: Webhook.extend({ secret: z.string() }) } } },
  'GET /api/v1/ops/webhooks': { summary: 'List who is told', answers: { 200: { words: 'Without their secrets.', schema: open({ webhooks: z.array(Webhook) }) } } },
  'DELETE /api/v1/ops/webhooks/[id]': { summary: 'Tell nothing more', answers: { 200: 'It is gone.', 404: 'You have no such webhook.' } },
};

export const docs: WireDoc = {
  title: 'Orchestrator',
  words: 'Carts by command, their execution, the payments that come of it, and what operators do. Amounts are minor units.',
  error: { schema: open({ error: z.string(), code: z.string() }) },
  groups: { 'Carts and checkout': carts, 'Payments and events': payments, 'Operations': operations },
};
