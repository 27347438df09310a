import { setTimeout as wait } from 'node:timers/promises';
import { completeCheckout, getCheckout, isShortage, type Checkout, type CheckoutRefusal } from '@/lib/checkout';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { requestPayment } from '@/lib/wallet';
import type { ConfirmRefusal, Quote, QuoteActor } from './types';

/** An agent as its access token names it. */
export type PayingAgent = { readonly agentId: string; readonly scopes: readonly string[]; readonly merchants: readonly string[] | null };

type Paid = Result<Checkout, ConfirmRefusal>;

/** Pays with what the agent's owner allows; beyond that the owner is asked. The same call after their yes pays. */
export async function payWithWallet(ctx: Ctx, quote: Quote, agent: PayingAgent): Promise<Paid> {
  const actor: QuoteActor = { kind: 'agent', agentId: agent.agentId };
  const found = await getCheckout(ctx, { checkoutId: quote.id, actor });
  if (!found.ok) return err({ code: 'quote_not_found' });
  const checkout = found.value;
  const asked = await requestPayment(ctx, {
    agentId: agent.agentId,
    scopes: agent.scopes,
    merchants: agent.merchants,
    merchant: checkout.merchantId,
    checkoutId: checkout.id,
    amount: checkout.totals.totalAmount,
    currency: checkout.currency,
    withToken: true,
  });
  if (!asked.ok) return asked.error.code === 'session_closed' ? awaitEnd(ctx, quote, actor) : err({ code: 'payment_refused', refusal: asked.error });
  if (asked.value.kind === 'step_up') return err({ code: 'step_up', stepUp: asked.value });
  invariant(asked.value.token !== null, 'a token was asked for');
  return payWithToken(ctx, quote, actor, asked.value.token);
}

/** Pays with a wallet's token for this quote. */
export async function payWithToken(ctx: Ctx, quote: Quote, actor: QuoteActor, token: string): Promise<Paid> {
  const done = await completeCheckout(ctx, { checkoutId: quote.id, actor, token, wireVersion: 'v1', resumed: true });
  if (!done.ok) return refuse(ctx, quote, actor, done.error);
  const { checkout, outcome } = done.value;
  if (outcome === 'completed') return ok(checkout);
  if (outcome === 'authentication_required') return err({ code: 'payment_invalid', reason: 'authentication_required' });
  return err(whyDeclined(checkout));
}

async function refuse(ctx: Ctx, quote: Quote, actor: QuoteActor, refusal: CheckoutRefusal): Promise<Paid> {
  switch (refusal.code) {
    case 'in_progress':
    case 'not_editable':
      return awaitEnd(ctx, quote, actor);
    case 'invalid_token':
      return err({ code: 'payment_invalid', reason: refusal.reason });
    case 'not_ready':
      return err({ code: 'quote_not_found' });
    default:
      return err({ code: 'payment_invalid', reason: refusal.code });
  }
}

/** A declined card leaves the quote as it was. A price that moved does not: what was quoted is not to be had any more. */
function whyDeclined(checkout: Checkout): ConfirmRefusal {
  const short = checkout.messages.find(isShortage);
  if (short?.subject.field === 'line') return { code: 'item_unavailable', sku: checkout.lines[short.subject.index]?.itemId ?? '', index: short.subject.index };
  return checkout.messages.some(({ code }) => code === 'payment_declined') ? { code: 'payment_invalid', reason: 'payment_declined' } : { code: 'quote_not_found' };
}

const LOOKS = 20;
const BETWEEN_LOOKS_MS = 100;

/** It is being paid by another call: whoever confirms twice at once hears of the one order. */
async function awaitEnd(ctx: Ctx, quote: Quote, actor: QuoteActor): Promise<Paid> {
  for (let look = 0; look < LOOKS; look++) {
    const found = await getCheckout(ctx, { checkoutId: quote.id, actor });
    if (!found.ok) return err({ code: 'quote_not_found' });
    if (found.value.status === 'completed') return ok(found.value);
    if (found.value.status !== 'paying') return err(found.value.status === 'ready' ? whyDeclined(found.value) : { code: 'quote_not_found' });
    await wait(BETWEEN_LOOKS_MS);
  }
  return err({ code: 'in_progress' });
}
