import { z } from 'zod';
import { ITEM_SORTS } from '@/lib/catalog';
import type { Answer } from '@/lib/http/idempotency';
import { parseJson } from '@/lib/http/body';
import type { RequestCtx } from '@/lib/http/request-ctx';
import type { Tool } from '@/lib/http/tool';
import { invariant } from '@/lib/kernel/invariant';
import { CURRENCIES } from '@/lib/kernel/money';
import { getMerchant } from '@/lib/merchant';
import { failureAnswer } from './errors';
import { quoteNumbers } from './exact-numbers';
import { MAX_PAGE_SIZE } from './paging';
import { pollPayment } from './payments/read';
import { askForPayment, TOKEN_PATH } from './payments/request';
import { searchProducts } from './products';
import { readItemQuery } from './products/query';
import { parseOrRefuse } from './read-body';

const common = { refusalAs: 'result', toRefusal: failureAnswer } as const;
const Amount = z.union([z.string(), z.number()]);

const SearchInput = z.strictObject({
  q: z.string().optional().describe('Words that the product must have, each as a beginning: "green te" finds green tea. Left out: everything.'),
  category: z.string().optional(),
  min_price: Amount.optional().describe('In major units of the merchant\'s currency, such as "12.50".'),
  max_price: Amount.optional().describe('In major units.'),
  in_stock: z.boolean().optional().describe('true: only what can be bought now.'),
  sort: z.enum(ITEM_SORTS).optional(),
  limit: z.int().min(1).max(MAX_PAGE_SIZE).optional(),
  cursor: z.string().optional().describe('next_cursor of the answer before, with the same other arguments.'),
});

const PaymentInput = z.strictObject({
  session_id: z.string().describe('The id of a checkout session that is ready_for_payment.'),
  amount: Amount.describe('Exactly the total of the session, in major units: a total of 1450 in cad is "14.50".'),
  currency: z.string().describe(`The currency of the session: one of ${CURRENCIES.join(', ')}.`),
  merchant_id: z.string().optional().describe('The handle of the merchant. Left out: the merchant of this MCP server.'),
  items: z
    .array(z.strictObject({ product_id: z.string(), quantity: z.int().min(1) }))
    .optional()
    .describe('What you believe is in the cart: refused when the session holds something else.'),
  note: z.string().max(500).optional().describe('Why you buy this. The owner reads it when asked to approve.'),
  idempotency_key: z.string().min(1).max(255).optional().describe('The same one again when you repeat a call that got no answer.'),
});

const ApprovalInput = z.strictObject({ payment_id: z.string().describe('payment_id of request_payment.') });

/** SACP's products, payments/token and poll, for agents that speak MCP. */
export const tools: readonly Tool[] = [
  {
    ...common,
    name: 'search_products',
    title: 'Search products',
    description:
      'Finds what this merchant sells, with price in major units, currency and stock. The id of a product is what create_checkout_session takes in line_items. Call this first.',
    input: SearchInput,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    credentials: ['merchant_key', 'agent_token'],
    scope: 'browse_products',
    audience: 'store',
    run: search,
  },
  {
    ...common,
    name: 'request_payment',
    title: 'Ask to pay',
    description:
      'Asks the wallet of your owner to pay a checkout session. Within the limits it answers status approved with payment_token: give that to complete_checkout_session. Over them it answers status step_up_required with approval_url: show it to the owner, who approves with a passkey, and call get_approval until the status changes. No money moves yet.',
    input: PaymentInput,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    credentials: ['agent_token'],
    scope: 'initiate_purchase',
    audience: 'wallet',
    run: requestPayment,
  },
  {
    ...common,
    name: 'get_approval',
    title: 'See whether it was approved',
    description:
      'Answers the state of a payment that was asked for: step_up_required while the owner has not decided, then approved with payment_token, rejected or expired. Wait some seconds between two calls. When items_changed is true the owner changed the cart: read the session again.',
    input: ApprovalInput,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    credentials: ['agent_token'],
    scope: null,
    audience: 'wallet',
    run: async (ctx, args) => {
      const status = await pollPayment(ctx, parseOrRefuse(ApprovalInput, args).payment_id);
      const missing = { error: 'payment_not_found', message: 'There is no such payment of yours.', next_step: 'Check the payment_id that request_payment answered.' };
      return status ? { status: 200, body: status } : { status: 404, body: missing };
    },
  },
];

async function search(ctx: RequestCtx, args: Readonly<Record<string, unknown>>): Promise<Answer> {
  const { merchant } = ctx;
  invariant(merchant, 'the entrance resolved the merchant');
  const given = parseOrRefuse(SearchInput, args);
  // The list reads its query as text.
  const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const sold = await getMerchant(ctx, merchant.id);
  const { plain } = await searchProducts(ctx, sold, readItemQuery(texts, sold));
  return { status: 200, body: plain };
}

async function requestPayment(ctx: RequestCtx, args: Readonly<Record<string, unknown>>): Promise<Answer> {
  invariant(ctx.merchant, 'the entrance resolved the merchant');
  const { idempotency_key: key, ...given } = parseOrRefuse(PaymentInput, args);
  const body = { merchant_id: ctx.merchant.handle, ...given };
  const json = parseJson(quoteNumbers(JSON.stringify(body)));
  const { answer } = await askForPayment(ctx, { path: TOKEN_PATH, key: key ?? null, json, withToken: true });
  return answer;
}
