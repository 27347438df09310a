import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { createQuote, type QuoteActor, type QuoteRefusal, type WindowFault } from '@/lib/quote';
import { answerCoded } from '@/lib/http/coded-failure';
import { merchantNotFound, readLocale, refuse } from './common';
import { railUnavailable, slotFull } from './refusals';
import { readBody } from './read-body';
import { QuoteBody } from './schema';

/** POST /v1/orders/quote[?locale=]: a price that holds for 15 minutes. An agent's bearer makes it that agent's. */
export const postQuote: Endpoint = endpoint({
  method: 'POST',
  path: '/v1/orders/quote',
  wire: 'quote',
  credentials: ['none', 'agent_token'],
  scope: 'create_cart',
  tenant: 'merchant',
  keyScope: 'quote:write',
  handle: async (ctx, request) => {
    const { merchant } = ctx;
    invariant(merchant, 'the entrance resolved the merchant');
    const locale = readLocale(request);
    const { items, fulfillment, contact, notes, paymentMethod } = await readBody(request, QuoteBody);
    const quote = await createQuote(ctx, {
      merchantId: merchant.id,
      actor: actorOf(ctx),
      items,
      window: fulfillment.window,
      contact: { ...contact, phone: contact.phone ?? null },
      notes,
      paymentMethod,
      locale: locale ?? undefined,
    });
    if (!quote.ok) return toRefusal(quote.error);
    const { content, hash } = quote.value;
    return answerCoded(200, { ...content, quoteHash: hash });
  },
});

export const actorOf = ({ principal }: RequestCtx): QuoteActor => (principal.kind === 'agent' ? { kind: 'agent', agentId: principal.agentId } : { kind: 'guest' });

const WINDOW_FAULTS: Record<WindowFault, string> = {
  not_an_interval: 'must be two instants with an offset each: 2026-01-15T18:00:00Z/2026-01-15T18:30:00Z',
  ends_before_it_starts: 'must end after it begins',
  too_long: 'must not be longer than a day',
  too_soon: 'begins in the past, or ends before the order can be ready',
  too_far: 'must begin within two weeks',
  closed: 'is not within opening hours',
};

function toRefusal(refusal: QuoteRefusal): Response {
  switch (refusal.code) {
    case 'merchant_not_found':
      throw merchantNotFound();
    case 'invalid_sku':
      return refuse(400, 'INVALID_SKU', `The menu has no item ${refusal.sku}.`, { details: { sku: refusal.sku, param: `$.items[${refusal.index}].sku` } });
    case 'item_unavailable':
      return refuse(400, 'ITEM_UNAVAILABLE', `${refusal.sku} is not available now.`, { details: { sku: refusal.sku, param: `$.items[${refusal.index}].sku` } });
    case 'merchant_closed':
      return refuse(400, 'MERCHANT_CLOSED', 'The merchant takes no orders right now.', { retryable: true, details: { nextOpenAt: refusal.nextOpenAt?.toISOString() ?? null } });
    case 'bad_window':
      return refuse(400, 'INVALID_PAYLOAD', `$.fulfillment.window ${WINDOW_FAULTS[refusal.reason]}`, {
        details: { param: '$.fulfillment.window', reason: refusal.reason, ...(refusal.nextOpenAt && { nextOpenAt: refusal.nextOpenAt.toISOString() }) },
      });
    case 'slot_full':
      return slotFull(refusal.at);
    case 'nothing_to_pay':
      return refuse(400, 'INVALID_PAYLOAD', '$.items cannot be ordered as they are.', { details: { param: '$.items' } });
    case 'rail_unavailable':
      return railUnavailable(refusal);
  }
}
