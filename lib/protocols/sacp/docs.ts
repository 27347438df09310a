import { z } from 'zod';
import type { Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { ConfirmAgentRequest, RegisterAgentRequest, RotateRequest, UpdateAgentRequest } from './agents/schema';
import { CardBody } from './bank/cards';
import { NewCardBody } from './bank/new-card';
import { AuthorizeBody } from './network/authorize';
import { AmountBody, EmptyBody } from './network/read-body';
import { ChooseBody, StopBody, SubscribeBody } from './notifications/schema';
import { ApproveBody as ApproveReturnBody, OrdersQuery, RefuseBody, ReturnBody } from './orders/schema';
import { AccessRequest, NoFields as NoPairingFields } from './pairing';
import { PaymentBody } from './payments/schema';
import { SimulateBody } from './payments/simulate';
import { ProductQuery } from './products/query';
import { CompleteBody, CreateBody, UpdateBody } from './sessions/schema';
import { ApproveBody, ChangeBody, NoFields, RejectBody } from './step-up';
import { Query as ActivityQuery } from './wallet/activity';
import { AuthorizationBody } from './wallet/authorizations';
import { UpdateWalletRequest } from './wallet/limits';
import { BlockRequest } from './wallet/merchants';
import { ReplayRequest } from './wallet/policy';
import { PolicyBody } from './wallet/policy-schema';
import { AcceptRequest, InviteRequest, PatchRequest } from './wallet/second-approval';
import { AgentBody, MerchantBody } from './webhooks';

const decimal = z.string().describe('Major units, as decimal text.');
const uuid = z.uuid();
const open = z.looseObject;

const Product = open({ id: z.string(), name: z.string(), price: z.unknown(), currency: z.string().optional() });
const Session = open({ session_id: uuid, status: z.string() });
const SignFirst = open({ error: z.literal('confirmation_required'), message: z.string(), next_step: z.string() });
/** 428: a passkey signs first. */
const widening = { words: 'It lets more happen: nothing changes until a passkey signs what this answer holds, at the address that next_step names.', schema: SignFirst };

const Granted = open({
  payment_id: z.string(),
  status: z.string(),
  step_up_required: z.boolean(),
  next_step: z.string(),
  payment_token: z.string().optional().describe('Pays once, for this checkout, amount and currency.'),
  step_up_id: uuid.optional(),
  approval_url: z.url().optional().describe('Where the owner decides.'),
  poll_url: z.url().optional(),
  expires_at: z.iso.datetime().optional(),
});
const PaymentStatus = open({ payment_id: z.string(), status: z.enum(['step_up_required', 'approved', 'rejected', 'expired', 'completed', 'failed', 'voided']), next_step: z.string() });

const store: Docs = {
  'GET /api/agent/v1/products': {
    summary: 'Search what a merchant sells',
    details: 'As schema.org ItemList when Accept names application/ld+json. The next page stands in next_cursor and in the Link header.',
    query: ProductQuery,
    answers: { 200: { words: 'A page of products.', schema: open({ products: z.array(Product), next_cursor: z.string().optional() }) } },
  },
  'GET /api/agent/v1/products/[id]': { summary: 'Read a product', answers: { 200: { words: 'The product.', schema: Product }, 404: 'The merchant does not sell it.' } },
};

const sessions: Docs = {
  'POST /api/agent/v1/sessions': {
    summary: 'Open a checkout session',
    details: 'Without a credential the caller is a guest, whose buyer takes the purchase over on a page.',
    body: CreateBody, key: 'optional',
    answers: { 201: { words: 'The session.', schema: Session }, 400: 'A field does not fit, or an item is not sold.', 409: 'What was asked for is out of stock.' },
  },
  'GET /api/agent/v1/sessions/[id]': { summary: 'Read a checkout session', answers: { 200: { words: 'The session.', schema: Session }, 404: 'There is no such session of yours.' } },
  'PATCH /api/agent/v1/sessions/[id]': {
    summary: 'Change a checkout session',
    details: 'items replaces the cart; fields of buyer are laid over those that are there. What an owner has approved is void when the cart changes.',
    body: UpdateBody, key: 'optional', answers: { 200: { words: 'The session as it is now.', schema: Session } },
  },
  'POST /api/agent/v1/sessions/[id]/complete': {
    summary: 'Pay a checkout session',
    details: 'With a payment_token, or, called by an agent without one, with what its wallet grants within the limits. A declined card is a 200 whose session says so.',
    body: CompleteBody, bodyOptional: true, key: 'optional',
    answers: { 200: { words: 'The session, with the order or with the decline.', schema: Session }, 202: 'The owner is asked, or a guest is told where a person can take over. Call again with the same key.' },
  },
  'DELETE /api/agent/v1/sessions/[id]': { summary: 'Cancel a checkout session', key: 'optional', answers: { 200: { words: 'The session, canceled for good.', schema: Session }, 409: 'It is over, or being paid.' } },
};

const orders: Docs = {
  'GET /api/agent/v1/orders': {
    summary: 'List orders', details: 'Of an agent, those it bought; with a key, those the merchant sold. Newest first.', query: OrdersQuery,
    answers: { 200: { words: 'A page of orders.', schema: open({ orders: z.array(open({ order_id: uuid })), next_cursor: z.string().optional() }) } },
  },
  'GET /api/agent/v1/orders/[id]': { summary: 'Read an order', answers: { 200: { words: 'The order.', schema: open({ order_id: uuid, status: z.string() }) }, 404: 'There is no such order of yours.' } },
  'GET /api/agent/v1/orders/[id]/returns': { summary: 'List the returns of an order', answers: { 200: { words: 'Oldest first.', schema: open({ order_id: uuid, returns: z.array(open({ return_id: z.string() })) }) } } },
  'POST /api/agent/v1/orders/[id]/returns': { summary: 'Ask to return goods', body: ReturnBody, key: 'optional', answers: { 201: 'The return, which the merchant has yet to decide.', 409: 'The order cannot be returned so.' } },
  'POST /api/agent/v1/orders/[id]/returns/[return_id]/approve': {
    summary: 'Approve a return', body: ApproveReturnBody, bodyOptional: true, key: 'optional', answers: { 200: 'The return; the refund follows.', 404: 'There is no such return.', 409: 'It was decided before.' },
  },
  'POST /api/agent/v1/orders/[id]/returns/[return_id]/refuse': { summary: 'Refuse a return', body: RefuseBody, key: 'optional', answers: { 200: 'The return.', 404: 'There is no such return.', 409: 'It was decided before.' } },
};

const payments: Docs = {
  'POST /api/agent/v1/payments/token': {
    summary: 'Ask the wallet for a payment token',
    details:
      'Decides, reserves and, within the limits, issues a token for exactly this checkout. Over a limit or a rule the owner is asked: show approval_url, poll poll_url. amount must be the total of the checkout. Amounts are major units, as text or a number.',
    body: PaymentBody, key: 'optional',
    answers: { 200: { words: 'Granted, with payment_token; or step_up_required, with approval_url and poll_url.', schema: Granted }, 400: 'A field does not fit, or amount or currency is not the checkout’s.', 403: 'A rule of the owner refuses it (policy_refused), or the permission is missing.' },
  },
  'POST /api/agent/v1/payments/authorize': {
    summary: 'Ask the wallet to reserve a payment', details: 'As payments/token, but the token is fetched there with the same body.', body: PaymentBody, key: 'optional',
    answers: { 200: { words: 'Granted; or step_up_required.', schema: Granted }, 403: 'A rule of the owner refuses it, or the permission is missing.' },
  },
  'POST /api/agent/v1/payments/simulate': {
    summary: 'Ask what a payment would be answered', details: 'Changes nothing. An owner names the agent.', body: SimulateBody,
    answers: { 200: { words: 'The decision and the rule behind it.', schema: open({ decision: z.enum(['allow', 'ask', 'refuse']), requested: z.string().optional(), currency: z.string().optional() }) } },
  },
  'GET /api/agent/v1/payments/[id]/status': { summary: 'Poll a payment', answers: { 200: { words: 'How it stands; the same token on each poll until it is used.', schema: PaymentStatus }, 404: 'There is no such payment of yours.' } },
  'GET /api/agent/v1/payments/[id]/events': {
    summary: 'Be told of a payment as it changes', details: 'Server-sent events: what a poll answers, at once and with each change, until nothing follows.',
    answers: { 200: { words: 'Events `state`, each a status as JSON.', mediaType: 'text/event-stream' }, 404: 'There is no such payment of yours.', 429: 'Too many streams are open.' },
  },
  'GET /api/agent/v1/payments/[id]/evidence': { summary: 'Read the evidence of a payment', details: 'Mandates, what the person signed, receipts. It verifies offline: /verify.', answers: { 200: { words: 'The bundle.', schema: open({ mandates: z.array(open({})) }) }, 404: 'There is no such payment of yours.' } },
  'GET /api/agent/v1/limits': { summary: 'Read an agent’s own limits and what is left', answers: { 200: 'The limits, by currency.' } },
};

const stepUp: Docs = {
  'GET /api/step-up/[id]': {
    summary: 'Open an approval', details: 'What waits, and a fresh challenge over exactly that.', query: z.object({ payment_method_id: z.string().optional().describe('Another card to pay with.') }),
    answers: { 200: { words: 'What the owner is asked.', schema: open({ id: uuid, status: z.string(), amount: decimal, currency: z.string(), items: z.array(open({})) }) }, 404: 'There is no such approval of yours.', 409: 'The agent is paused, or the cart changed.' },
  },
  'POST /api/step-up/[id]/approve': { summary: 'Approve by passkey', body: ApproveBody, answers: { 200: 'approved; or pending, when another person has to sign too.', 400: 'The assertion does not fit.', 409: 'It was decided before.', 410: 'It has expired.' } },
  'POST /api/step-up/[id]/reject': { summary: 'Decline', body: RejectBody, bodyOptional: true, answers: { 200: 'Declined.', 409: 'It was decided before.', 410: 'It has expired.' } },
  'POST /api/step-up/[id]/change': { summary: 'Take something out before approving', details: 'Lowers quantities, 0 for none. The approval that is answered takes the place of this one.', body: ChangeBody, answers: { 200: 'The new approval, to be signed.', 409: 'It was decided before.' } },
  'POST /api/step-up/[id]/rule-change': { summary: 'Draft the change of a rule that would have let this pass', body: NoFields, bodyOptional: true, answers: { 409: 'No single change lets it pass.', 428: widening } },
  'POST /api/step-up/[id]/suggestion': { summary: 'Draft the change that is suggested after three like it', body: NoFields, bodyOptional: true, answers: { 409: 'Nothing is suggested.', 428: widening } },
  'DELETE /api/step-up/[id]/suggestion': { summary: 'Dismiss the suggestion', answers: { 200: 'Nothing like it is suggested again.', 409: 'Nothing is suggested.' } },
  'GET /api/step-up/[id]/events': { summary: 'Be told when an approval is decided', answers: { 200: { words: 'Events `state` with {id, status}.', mediaType: 'text/event-stream' }, 404: 'There is no such approval of yours.' } },
};

const agents: Docs = {
  'POST /api/agent/v1/agents': {
    summary: 'Register an agent', details: 'Its secret is told here alone. It stays pending until a passkey signs its mandate. With private_key_jwt come its public keys instead.', body: RegisterAgentRequest,
    answers: { 201: { words: 'The agent, and the mandate to sign.', schema: open({ agent_id: z.string(), client_id: z.string(), status: z.string() }) } },
  },
  'GET /api/agent/v1/agents': { summary: 'List the agents of the wallet', answers: { 200: { words: 'All of them.', schema: open({ agents: z.array(open({ agent_id: z.string() })) }) } } },
  'GET /api/agent/v1/agents/[id]': { summary: 'Read an agent', answers: { 200: { words: 'The agent.', schema: open({ agent_id: z.string() }) }, 404: 'There is no such agent of yours.' } },
  'PATCH /api/agent/v1/agents/[id]': { summary: 'Change an agent', details: 'Narrowing holds at once.', body: UpdateAgentRequest, answers: { 200: 'The agent as it is now.', 404: 'There is no such agent of yours.', 409: 'It was revoked.', 428: widening } },
  'DELETE /api/agent/v1/agents/[id]': { summary: 'Revoke an agent for good', answers: { 200: 'Revoked; its tokens and pending approvals are void.', 404: 'There is no such agent of yours.', 409: 'It was revoked before.' } },
  'POST /api/agent/v1/agents/[id]/confirm': { summary: 'Sign what waits of an agent', body: ConfirmAgentRequest, answers: { 200: 'The agent as it is now.', 400: 'The assertion does not fit.', 409: 'Nothing waits.' } },
  'POST /api/agent/v1/agents/[id]/rotate-secret': { summary: 'Give an agent a new secret, or new keys', body: RotateRequest, bodyOptional: true, answers: { 200: 'The new secret, told here alone; the one before holds for 24 hours.', 409: 'The agent has credentials of the other kind, or none.' } },
};

const pairing: Docs = {
  'POST /api/agent/v1/pairing-codes': { summary: 'Make a pairing code', body: NoPairingFields, bodyOptional: true, answers: { 201: { words: 'A code to tell one agent; it grants nothing by itself.', schema: open({ pairing_code: z.string() }) }, 429: 'As many as may be are open.' } },
  'POST /api/agent/v1/access-request': { summary: 'Ask an owner for access with a pairing code', body: AccessRequest, answers: { 201: 'Asked; poll as a device request.', 404: 'The code is unknown, used or older than 15 minutes.' } },
};

const wallet: Docs = {
  'GET /api/agent/v1/wallet': { summary: 'Read the limits over all agents', answers: { 200: 'The limits and what was spent against them.' } },
  'PATCH /api/agent/v1/wallet': { summary: 'Set the limits over all agents', details: 'Replaces the whole set. Narrowing, and a first limit, hold at once.', body: UpdateWalletRequest, answers: { 200: 'The limits.', 428: widening } },
  'POST /api/agent/v1/wallet/confirm': { summary: 'Sign new limits over all agents', body: ConfirmAgentRequest, answers: { 200: 'The limits.', 400: 'The assertion does not fit.', 409: 'Nothing waits.' } },
  'GET /api/agent/v1/wallet/activity.csv': { summary: 'Download the payments as CSV', query: ActivityQuery, answers: { 200: { words: 'Newest first.', mediaType: 'text/csv' } } },
  'GET /api/agent/v1/wallet/audit-trail': { summary: 'Download the audit trail', details: 'Each entry’s hash names the one before it; seals are signed ends.', answers: { 200: { words: 'The whole trail.', schema: open({ verification: open({ ok: z.boolean() }), seals: z.array(z.unknown()), entries: z.array(z.unknown()) }) } } },
  'POST /api/agent/v1/wallet/stop': { summary: 'Pause every agent at once', body: StopBody, example: { agents: 'all' }, answers: { 200: 'The agents that were paused.' } },
};

const policy: Docs = {
  'GET /api/agent/v1/wallet/policy': { summary: 'Read the rules over all agents', answers: { 200: 'Every rule by its name, null where there is none.' } },
  'PATCH /api/agent/v1/wallet/policy': { summary: 'Change the rules over all agents', details: 'Rules that are given replace, null takes one away.', body: PolicyBody, answers: { 200: 'The rules.', 428: widening } },
  'POST /api/agent/v1/wallet/policy/confirm': { summary: 'Sign changed rules over all agents', body: ConfirmAgentRequest, answers: { 200: 'The rules.', 400: 'The assertion does not fit.', 409: 'Nothing waits.' } },
  'POST /api/agent/v1/wallet/policy/replay': { summary: 'Try rules on the last requests', details: 'Changes nothing.', body: ReplayRequest, answers: { 200: 'What they would have said.' } },
  'POST /api/agent/v1/wallet/merchants/block': { summary: 'Block a merchant for all agents', body: BlockRequest, answers: { 200: 'The rules.', 409: 'As many as may be are blocked by name.' } },
  'GET /api/agent/v1/agents/[id]/policy': { summary: 'Read the rules of an agent', answers: { 200: 'Every rule by its name.', 404: 'There is no such agent of yours.' } },
  'PATCH /api/agent/v1/agents/[id]/policy': { summary: 'Change the rules of an agent', body: PolicyBody, answers: { 200: 'The rules.', 428: widening } },
  'POST /api/agent/v1/agents/[id]/policy/confirm': { summary: 'Sign changed rules of an agent', body: ConfirmAgentRequest, answers: { 200: 'The rules.', 409: 'Nothing waits.' } },
  'GET /api/agent/v1/authorizations': { summary: 'List what was authorised beforehand', answers: { 200: { words: 'Newest first.', schema: open({ authorizations: z.array(open({})) }) } } },
  'POST /api/agent/v1/authorizations': { summary: 'Authorise a purchase beforehand', details: 'At a merchant or in a category, up to an amount, until a time.', body: AuthorizationBody, answers: { 428: widening } },
  'POST /api/agent/v1/authorizations/confirm': { summary: 'Sign an authorisation', body: ConfirmAgentRequest, answers: { 201: 'The authorisation.', 409: 'Nothing waits.' } },
  'DELETE /api/agent/v1/authorizations/[id]': { summary: 'End an authorisation', answers: { 200: 'It is over.', 404: 'There is no such authorisation of yours.' } },
  'GET /api/agent/v1/wallet/second-approval': { summary: 'Read who signs second, and above what', answers: { 200: 'The person, and the amounts by currency.' } },
  'PATCH /api/agent/v1/wallet/second-approval': { summary: 'Change above what a second person signs', details: 'Tightening holds at once. approver null takes the person away.', body: PatchRequest, answers: { 200: 'As it is now.', 428: widening } },
  'POST /api/agent/v1/wallet/second-approval/confirm': { summary: 'Sign the change of the second approval', body: ConfirmAgentRequest, answers: { 200: 'As it is now.', 409: 'Nothing waits.' } },
  'POST /api/agent/v1/wallet/second-approval/invitation': { summary: 'Invite a person to sign second', body: InviteRequest, answers: { 201: 'A mail is on its way.', 429: 'Too many were sent.' } },
  'POST /api/agent/v1/wallet/second-approval/accept': { summary: 'Accept to sign second for someone', body: AcceptRequest, answers: { 200: 'Accepted.', 404: 'The invitation is not valid any more.' } },
};

const notifications: Docs = {
  'POST /api/agent/v1/webhooks': { summary: 'Register a webhook', details: 'The secret is told here alone. Events depend on the caller.', body: { agent: AgentBody, merchant: MerchantBody }, answers: { 201: { words: 'The webhook.', schema: open({ id: z.string(), secret: z.string() }) }, 409: 'You have as many as may be.' } },
  'GET /api/agent/v1/webhooks': { summary: 'List webhooks', answers: { 200: { words: 'The caller’s own, without secrets.', schema: open({ webhooks: z.array(open({ id: z.string() })) }) } } },
  'DELETE /api/agent/v1/webhooks/[id]': { summary: 'Remove a webhook', answers: { 200: 'Nothing more is sent there.', 404: 'You have no such webhook.' } },
  'GET /api/agent/v1/wallet/push-subscriptions': { summary: 'List the owner’s devices', answers: { 200: { words: 'And the key that a browser subscribes to.', schema: open({ application_server_key: z.string(), subscriptions: z.array(open({})) }) } } },
  'POST /api/agent/v1/wallet/push-subscriptions': {
    summary: 'Tell this browser', body: SubscribeBody,
    example: {
      endpoint: 'https://push.example/spare', label: 'Spare',
      keys: { p256dh: 'BG_wO5SSQc4drdQ1GeaWDgqFtBppoFwygQOqK84VlMoWPE91OlW_AdxT9sCwx-7ni0DG_30lqW4igrmJzvccFEo', auth: 'AQEBAQEBAQEBAQEBAQEBAQ' },
    },
    answers: { 201: 'The device. Again, it is the same one.', 409: 'As many as may be are told.' },
  },
  'DELETE /api/agent/v1/wallet/push-subscriptions/[id]': { summary: 'Tell a device no more', answers: { 200: 'Nothing more is sent there.', 404: 'You have no such device.' } },
  'GET /api/agent/v1/wallet/notifications': { summary: 'Read what the owner is told where', answers: { 200: 'By event and channel.' } },
  'PATCH /api/agent/v1/wallet/notifications': { summary: 'Choose what the owner is told where', body: ChooseBody, answers: { 200: 'By event and channel.' } },
};

const network: Docs = {
  'POST /api/v1/payments/authorize': {
    summary: 'Take an agent’s token to the network', details: 'Pays a checkout of the merchant; captured by the merchant, in parts if it likes. A token authorises once.', body: AuthorizeBody, key: 'optional',
    example: { amount: '25.40', currency: 'CAD', card_token: 'vt_unknown', order_id: '11111111-0000-4000-8000-000000000000' },
    answers: { 200: 'Approved, with the transaction; or the decline.', 400: 'A field does not fit, or contradicts the token.', 404: 'There is no such checkout of the merchant.' },
  },
  'GET /api/v1/payments/[id]': { summary: 'Read a transaction', answers: { 200: 'The transaction.', 404: 'There is no such transaction of the merchant.' } },
  'POST /api/v1/payments/[id]/capture': { summary: 'Capture all or a part', body: AmountBody, bodyOptional: true, key: 'optional', answers: { 200: 'The transaction.', 404: 'There is no such transaction of the merchant.', 409: 'There is not so much left.' } },
  'POST /api/v1/payments/[id]/refund': { summary: 'Refund all or a part', body: AmountBody, bodyOptional: true, key: 'optional', answers: { 200: 'The transaction.', 404: 'There is no such transaction of the merchant.', 409: 'There is not so much left.' } },
  'POST /api/v1/payments/[id]/void': { summary: 'Give an authorisation back', body: EmptyBody, bodyOptional: true, key: 'optional', answers: { 200: 'The transaction. Again, it answers the same.', 404: 'There is no such transaction of the merchant.', 409: 'Something of it is captured.' } },
};

const bank: Docs = {
  'GET /api/bank/statement': {
    summary: 'Read the bank statement', query: z.object({ cursor: z.string().optional(), agent_only: z.enum(['true', 'false']).optional() }),
    answers: { 200: { words: 'What is held now and what was booked, newest first.', schema: open({ holds: z.array(open({})), entries: z.array(open({})), next_cursor: z.string().optional() }) } },
  },
  'GET /api/bank/cards': { summary: 'List the owner’s cards', answers: { 200: { words: 'And what each may do.', schema: open({ cards: z.array(open({ id: z.string() })) }) } } },
  'POST /api/bank/cards': { summary: 'Ask for a card', body: NewCardBody, answers: { 400: 'There is no such bank.', 409: 'There is a card at this bank.', 428: widening } },
  'POST /api/bank/cards/confirm': { summary: 'Sign for a new card', body: ConfirmAgentRequest, answers: { 201: 'The card.', 409: 'Nothing waits.' } },
  'PATCH /api/bank/cards/[id]': { summary: 'Freeze a card, or change its limits', body: CardBody, answers: { 200: 'The card as it is now.', 404: 'You have no such card.', 428: widening } },
  'POST /api/bank/cards/[id]/confirm': { summary: 'Sign what waits of a card', body: ConfirmAgentRequest, answers: { 200: 'The card as it is now.', 409: 'Nothing waits.' } },
};

export const docs: WireDoc = {
  title: 'SACP: store, wallet, network and bank',
  words:
    'The SimToolBox Agent Commerce Protocol. Amounts are decimals in major units. Keys may be written in snake_case or camelCase. Every refusal says in next_step what to do.',
  error: { schema: open({ error: z.string(), message: z.string(), param: z.string().optional().describe('JSONPath of the field at fault.'), next_step: z.string() }) },
  groups: {
    'Products': store, 'Sessions': sessions, 'Orders and returns': orders, 'Payments': payments, 'Approvals': stepUp, 'Agents': agents, 'Pairing': pairing, 'Limits': wallet,
    'Rules': policy, 'Notifications': notifications, 'Payment network': network, 'Bank': bank,
  },
};
