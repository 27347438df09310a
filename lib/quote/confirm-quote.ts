import { getCheckout, type Checkout } from '@/lib/checkout';
import { openHostedCheckout } from '@/lib/hosted-checkout';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findStorefront, type PaymentMethod } from '@/lib/storefront';
import { decideState } from './decide-state';
import { findFailedAssertion } from './decide-assertions';
import { findQuote } from './find-quote';
import { payWithToken, payWithWallet, type PayingAgent } from './pay-quote';
import { chooseRail } from './payment-rails';
import type { Assertions, Confirmation, ConfirmRefusal, Quote, QuoteActor } from './types';

export type ConfirmQuote = {
  readonly quoteId: string;
  /** The agent whose token came with it, or null: then it is a guest's. */
  readonly agent: PayingAgent | null;
  /** Set when a merchant was named beside the id. */
  readonly merchantId?: string;
  /** Left out: the quote's. */
  readonly paymentMethod?: string;
  /** A wallet's token for this quote. */
  readonly paymentToken?: string;
  readonly assertions: Assertions;
  /** Where the page of a card payment leads; null: to the order, and nowhere. */
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
};

/**
 * Takes a quote up: its assertions are checked, also when it is paid already; then by card it opens the page where a person pays, and by wallet it is
 * paid here, with the token that is brought or with what the agent's owner allows. A refusal changes nothing: the same may be confirmed again until
 * the quote's expiry. Confirming again what was confirmed finds the same page, or the order.
 */
export async function confirmQuote(ctx: Ctx, command: ConfirmQuote): Promise<Result<Confirmation, ConfirmRefusal>> {
  const actor: QuoteActor = command.agent ? { kind: 'agent', agentId: command.agent.agentId } : { kind: 'guest' };
  const quote = await findQuote(ctx, command);
  if (!quote) return err({ code: 'quote_not_found', ...((await isForeign(ctx, command)) && { foreign: true }) });
  const found = await getCheckout(ctx, { checkoutId: quote.id, actor });
  if (!found.ok) return err({ code: 'quote_not_found' });
  const method = command.paymentMethod ?? quote.paymentMethod;
  const state = decideState({ quote, checkout: found.value, method, now: ctx.clock.now() });
  if (state === 'over') return err({ code: 'quote_not_found' });
  const fault = findFailedAssertion(command.assertions, quote, method);
  if (fault) return err({ code: 'assertion_failed', fault });
  if (state === 'paid') return ok(toPaid(quote, found.value));
  const rail = await findRail(ctx, quote, method);
  if (!rail.ok) return rail;
  return rail.value === 'card' ? openPage(ctx, command, quote, actor) : pay(ctx, command, quote, actor);
}

const isForeign = async (ctx: Ctx, { quoteId, merchantId }: ConfirmQuote): Promise<boolean> => merchantId !== undefined && (await findQuote(ctx, { quoteId })) !== null;

async function findRail(ctx: Ctx, { merchantId }: Quote, method: string): Promise<Result<PaymentMethod, ConfirmRefusal>> {
  const storefront = await findStorefront(ctx, merchantId);
  invariant(storefront, `merchant ${merchantId} of a quote has a storefront`);
  return chooseRail(storefront, method);
}

function toPaid(quote: Quote, { order }: Checkout): Confirmation {
  invariant(order, `the checkout of quote ${quote.id} is completed by an order`);
  return { kind: 'paid', orderId: order.id, content: quote.content };
}

async function openPage(ctx: Ctx, { returnUrl, cancelUrl }: ConfirmQuote, quote: Quote, actor: QuoteActor): Promise<Result<Confirmation, ConfirmRefusal>> {
  const opened = await openHostedCheckout(ctx, { merchantId: quote.merchantId, checkoutId: quote.id, returnUrl, cancelUrl });
  return opened.ok ? ok({ kind: 'hosted', hosted: opened.value }) : asItEnds(ctx, quote, actor);
}

/** Somebody else confirmed it a moment ago. */
async function asItEnds(ctx: Ctx, quote: Quote, actor: QuoteActor): Promise<Result<Confirmation, ConfirmRefusal>> {
  const now = await getCheckout(ctx, { checkoutId: quote.id, actor });
  if (now.ok && now.value.status === 'completed') return ok(toPaid(quote, now.value));
  return err({ code: now.ok && now.value.status === 'paying' ? 'in_progress' : 'quote_not_found' });
}

async function pay(ctx: Ctx, { agent, paymentToken }: ConfirmQuote, quote: Quote, actor: QuoteActor): Promise<Result<Confirmation, ConfirmRefusal>> {
  if (paymentToken === undefined && agent === null) return err({ code: 'agent_needed' });
  const paid = paymentToken === undefined && agent !== null ? await payWithWallet(ctx, quote, agent) : await payWithToken(ctx, quote, actor, paymentToken ?? '');
  return paid.ok ? ok(toPaid(quote, paid.value)) : paid;
}
