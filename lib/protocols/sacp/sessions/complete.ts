import { completeCheckout, findCheckoutPayment, getCheckout, isShortage, type Checkout } from '@/lib/checkout';
import type { Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant, unreachable } from '@/lib/kernel/invariant';
import { requestPayment, type PaymentAnswer, type PaymentRefusal } from '@/lib/wallet';
import { toRefusalWire } from '../payments/to-wire';
import { queryFor, type SessionQuery } from './caller';
import { askAnyOwner, type Guest } from './guest';
import { NotYet } from '../once-per-key';
import { changedMeanwhile, itemUnavailable, refusalAnswer, tokenRequired } from './refuse';
import { sessionAnswer } from './session-answer';
import { WIRE_VERSION } from './version';

export type CompleteSession = {
  readonly sessionId: string;
  /** Null: the agent's own wallet is asked for one. */
  readonly token: string | null;
  /** What an agent without an owner says of itself and its buyer. */
  readonly guest: Guest;
  /** The same request ran before and came to no answer that was kept. */
  readonly resumed: boolean;
};

/**
 * Pays a session: with the token that is brought, or, called by an agent without one, with what its wallet grants within the limits (the
 * seed's flow 3). Over them the owner is asked and 202 says so; the same call after the approval pays with the released token (flow 4).
 * A guest has no wallet: 202 says where a person can take the purchase over.
 * A declined card is a 200 whose session says so. Throws NotYet for what is no outcome.
 */
export async function completeSession(ctx: RequestCtx, { sessionId, token, guest, resumed }: CompleteSession): Promise<Answer> {
  const query = queryFor(ctx, sessionId);
  if (token !== null) return pay(ctx, query, token, resumed);
  const found = await getCheckout(ctx, query);
  if (!found.ok) return refusalAnswer(found.error, 'complete');
  if (query.actor.kind === 'merchant') return tokenRequired;
  if (query.actor.kind === 'guest') return judge(found.value) ?? askAnyOwner(ctx, found.value, guest);
  if (resumed && (await wasPaidBy(ctx, found.value, query.actor.agentId))) return sessionAnswer(ctx, query.actor, found.value);
  const unready = judge(found.value);
  return unready ?? payFromWallet(ctx, query, found.value);
}

/** What the cut-off request came to: this agent has paid this session, and a session is paid once. */
async function wasPaidBy(ctx: RequestCtx, checkout: Checkout, agentId: string): Promise<boolean> {
  if (checkout.status !== 'completed') return false;
  return (await findCheckoutPayment(ctx, checkout.id))?.agentId === agentId;
}

function judge(checkout: Checkout): Answer | null {
  switch (checkout.status) {
    case 'ready':
    case 'authentication_required':
      return null;
    case 'open':
    case 'needs_input':
      return refusalAnswer({ code: 'not_ready', messages: checkout.messages }, 'complete');
    case 'paying':
      throw new NotYet(refusalAnswer({ code: 'in_progress' }, 'complete'));
    case 'completed':
    case 'canceled':
    case 'expired':
      return refusalAnswer({ code: 'not_editable', status: checkout.status }, 'complete');
    default:
      return unreachable(checkout.status);
  }
}

async function payFromWallet(ctx: RequestCtx, query: SessionQuery, checkout: Checkout): Promise<Answer> {
  invariant(ctx.principal.kind === 'agent', 'a wallet is asked for its own agent');
  const asked = await requestPayment(ctx, {
    agentId: ctx.principal.agentId,
    scopes: ctx.principal.scopes,
    merchants: ctx.principal.merchants,
    merchant: checkout.merchantId,
    checkoutId: checkout.id,
    amount: checkout.totals.totalAmount,
    currency: checkout.currency,
    withToken: true,
  });
  if (!asked.ok) return refusePayment(asked.error);
  return asked.value.kind === 'step_up' ? awaitOwner(ctx, query) : pay(ctx, query, tokenOf(asked.value), false);
}

function tokenOf(granted: Extract<PaymentAnswer, { kind: 'granted' }>): string {
  invariant(granted.token !== null, 'a token was asked for');
  return granted.token;
}

/** 202 is no outcome: under the same key the agent asks again, and is answered anew. */
async function awaitOwner(ctx: RequestCtx, query: SessionQuery): Promise<never> {
  const current = await getCheckout(ctx, query);
  if (!current.ok) throw new NotYet(refusalAnswer(current.error, 'complete'));
  throw new NotYet(await sessionAnswer(ctx, query.actor, current.value, 202));
}

async function pay(ctx: RequestCtx, query: SessionQuery, token: string, resumed: boolean): Promise<Answer> {
  const completed = await completeCheckout(ctx, { ...query, token, resumed, wireVersion: WIRE_VERSION });
  if (!completed.ok) {
    const refused = refusalAnswer(completed.error, 'complete');
    if (completed.error.code === 'in_progress') throw new NotYet(refused);
    return refused;
  }
  const { checkout } = completed.value;
  const short = checkout.messages.find(isShortage);
  return short && checkout.status !== 'completed' ? itemUnavailable(short) : sessionAnswer(ctx, query.actor, checkout);
}

/** The wallet's refusals are the wallet's words, but for those that speak of the session. */
function refusePayment(refusal: PaymentRefusal): Answer {
  switch (refusal.code) {
    case 'session_not_found':
      return refusalAnswer({ code: 'not_found' }, 'complete');
    case 'session_not_ready':
    case 'session_closed':
    case 'amount_mismatch':
    case 'currency_mismatch':
    case 'items_mismatch':
      throw new NotYet(changedMeanwhile);
    case 'agent_revoked':
    case 'agent_suspended':
    case 'already_claimed':
    case 'policy_refused':
    case 'rule_refused':
      return toRefusalWire(refusal);
    default:
      return unreachable(refusal);
  }
}
