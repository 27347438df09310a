import { z } from 'zod';
import { requireSignature } from '@/lib/auth';
import { firstIssue } from '@/lib/http/issues';
import type { Answer } from '@/lib/http/idempotency';
import type { Tool } from '@/lib/http/tool';
import { errorAnswer, failureAnswer, invalidRequest } from './errors';
import { cancel, complete, create, get, update, type Operate } from './handlers';
import { CancelInput, CompleteInput, CreateInput, GetInput, UpdateInput } from './tool-input';
import { negotiate } from './version';
import type { Asked } from './wire';

const common = { credentials: ['merchant_key', 'agent_token'], audience: 'store', refusalAs: 'json_rpc_error', toRefusal: failureAnswer } as const;
const CHANGES = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** ACP 2026-04-17, MCP binding: the five operations under the names of its OpenRPC document. */
export const tools: readonly Tool[] = [
  {
    ...common,
    name: 'create_checkout_session',
    title: 'Open a checkout',
    description:
      'Opens a checkout session with a cart at this merchant and answers the whole session: lines, prices, shipping options, tax, totals in minor units (cents), and messages that say what is still missing. Give buyer and address at once when you know them. Nothing is charged. Next: update_checkout_session until status is ready_for_payment, then request_payment.',
    input: CreateInput,
    annotations: { ...CHANGES },
    scope: 'create_cart',
    run: (ctx, args) => call(create, ctx, args, { ofSession: false, reads: false }),
  },
  {
    ...common,
    name: 'get_checkout_session',
    title: 'Look at a checkout',
    description: 'Answers the current state of a checkout session. Changes nothing.',
    input: GetInput,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    scope: 'create_cart',
    run: (ctx, args) => call(get, ctx, args, { ofSession: true, reads: true }),
  },
  {
    ...common,
    name: 'update_checkout_session',
    title: 'Change a checkout',
    description:
      'Changes the cart, the buyer, the address or the shipping option of an open checkout session, and answers the whole session anew. What payload leaves out stays as it is; line_items replace the whole cart. A change voids a payment token that was issued for the session: request the payment after the last change.',
    input: UpdateInput,
    annotations: { ...CHANGES },
    scope: 'create_cart',
    run: (ctx, args) => call(update, ctx, args, { ofSession: true, reads: false }),
  },
  {
    ...common,
    name: 'complete_checkout_session',
    title: 'Pay a checkout',
    description:
      'Pays a checkout session that is ready_for_payment with a payment token, and places the order. This charges the card of the owner. A declined card answers the session with a message payment_declined, and can be tried again with a new token.',
    input: CompleteInput,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    scope: 'initiate_purchase',
    run: (ctx, args) => call(complete, ctx, args, { ofSession: true, reads: false }),
  },
  {
    ...common,
    name: 'cancel_checkout_session',
    title: 'Give up a checkout',
    description: 'Cancels a checkout session that is not paid yet. It cannot be opened again.',
    input: CancelInput,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    scope: 'create_cart',
    run: (ctx, args) => call(cancel, ctx, args, { ofSession: true, reads: false }),
  },
];

/** Only what carries the payload is checked here: payload, version and key are the operation's matter. */
const Arguments = z.object({
  meta: z.looseObject({}).default({}),
  id: z.string({ error: 'is required' }).optional(),
  payload: z.unknown().optional(),
});

/** REST's headers by the names that the binding gives them in meta. */
const META_NAMES: Readonly<Record<string, string>> = {
  'api-version': 'api_version',
  'idempotency-key': 'idempotency_key',
  'request-id': 'request_id',
  'user-agent': 'user_agent',
  'accept-language': 'accept_language',
  signature: 'signature',
  timestamp: 'timestamp',
};

type Kind = { readonly ofSession: boolean; readonly reads: boolean };

async function call(operate: Operate, ctx: Parameters<Operate>[0], args: Readonly<Record<string, unknown>>, { ofSession, reads }: Kind): Promise<Answer> {
  const parsed = Arguments.safeParse(args);
  if (!parsed.success) return invalidArgument(firstIssue(parsed.error));
  const { meta, id, payload } = parsed.data;
  const wrong = Object.values(META_NAMES).find((name) => meta[name] !== undefined && typeof meta[name] !== 'string');
  if (wrong !== undefined) return invalidArgument({ param: `$.meta.${wrong}`, message: 'must be text' });
  const asked = toAsked(meta, payload, reads);
  if (ofSession && id === undefined) {
    const version = negotiate(asked);
    return version.ok ? invalidArgument({ param: '$.id', message: 'is required' }) : errorAnswer(version.error);
  }
  requireSignature(ctx, ctx.principal, { signature: asked.headers.get('signature'), timestamp: asked.headers.get('timestamp'), body: payload });
  const { answer } = await operate(ctx, asked, id ?? '');
  return inPayload(answer);
}

const toAsked = (meta: Readonly<Record<string, unknown>>, payload: unknown, reads: boolean): Asked => ({
  headers: {
    get: (name) => {
      const value = meta[META_NAMES[name] ?? ''];
      return typeof value === 'string' ? value : null;
    },
  },
  readBody: () => Promise.resolve(payload),
  ...(reads ? {} : { keyRequired: true }),
});

const invalidArgument = ({ param, message }: { param: string; message: string }): Answer => errorAnswer(invalidRequest(400, 'invalid', `${param}: ${message}`, param));

/** What REST finds in the body, a tool finds in its payload: `$.currency` is `$.payload.currency` (the binding's examples). */
function inPayload(answer: Answer): Answer {
  const { param } = (answer.body ?? {}) as { param?: unknown };
  if (answer.status < 400 || typeof param !== 'string') return answer;
  return { ...answer, body: { ...(answer.body as object), param: param.replace(/^\$/, '$.payload') } };
}
