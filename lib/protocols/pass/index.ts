import { requireSameOrigin } from '@/lib/auth';
import { endpoint, type Endpoint, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { streamStates } from '@/lib/http/live-states';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { addressKey } from '@/lib/identity';
import { isUuid } from '@/lib/kernel/id';
import type { Result } from '@/lib/kernel/result';
import { arrive, cancelPass, loadPass, openPass, sendLink } from '@/lib/order-pass';
import { passCookie, readPassCookie } from './pass-cookie';
import { toState } from './to-state';

// What the page of an order that is fetched is made of, beside the page: all under the path that its cookie is sent to.

const common = { wire: 'pass', credentials: ['none'], scope: null, tenant: 'resource' } as const satisfies Partial<Endpoint>;
/** Of one address: a café's visitors share it. */
const MAX_STREAMS = 50;
const notFound = () => fail(404, 'not_found', 'There is no such order.');

/** What the page says when the browser comes back to it. */
type Said = 'link_invalid' | 'link_needed' | 'arrived' | 'closed' | 'canceled' | 'too_late' | 'link_sent' | 'rate_limited';

const backTo = (orderId: string, said?: Said, headers: HeadersInit = {}): Response =>
  new Response(null, { status: 303, headers: { location: `/orders/${orderId}${said ? `?said=${said}` : ''}`, 'cache-control': 'no-store', ...headers } });

/** Throws 404 for what is no order's id. */
function idOf({ id = '' }: Params): string {
  if (!isUuid(id)) throw notFound();
  return id;
}

/** GET /orders/{id}/pass?key=...: the link of a mail. The secret goes into a cookie, and out of the address. */
export const openLink = endpoint({
  ...common,
  method: 'GET',
  path: '/orders/[id]/pass',
  async handle(ctx, request, params) {
    const orderId = idOf(params);
    if (request.method === 'HEAD') {
      if (!(await loadPass(ctx, orderId, { holdsSecret: false }))) throw notFound();
      return backTo(orderId); // who only looks at a link has not opened it
    }
    const secret = new URL(request.url).searchParams.get('key') ?? '';
    const opened = await openPass(ctx, { orderId, secret });
    if (opened.ok) return backTo(orderId, undefined, { 'set-cookie': passCookie(orderId, secret, { secure: ctx.settings.orderPassBaseUrl.startsWith('https:') }) });
    if (opened.error.code === 'not_found') throw notFound();
    return backTo(orderId, 'link_invalid');
  },
});

/** GET /orders/{id}/pass/events: the state at once and whenever it became another (server-sent events). The id alone reads. */
export const passEvents = endpoint({
  ...common,
  method: 'GET',
  path: '/orders/[id]/pass/events',
  async handle(ctx, request, params) {
    const orderId = idOf(params);
    const read = () => loadPass(ctx, orderId, { holdsSecret: false });
    if (!(await read())) throw notFound();
    return streamStates(request, {
      caller: `pass:${addressKey(ctx.clientAddress)}`,
      max: MAX_STREAMS,
      watch: (onChange) => ctx.ports.paymentChanges.watch(orderId, onChange),
      read,
      isLast: (pass) => toState(pass).last,
      toWire: toState,
    });
  },
});

type Outcome = { readonly status: number; readonly said: Said; readonly message: string; readonly headers?: Readonly<Record<string, string>> };

const REFUSED = {
  wrong_secret: { status: 403, said: 'link_needed', message: 'Open the link of the receipt first: it shows that the order is yours.' },
  closed: { status: 409, said: 'closed', message: 'Nothing of this order is left to fetch.' },
  too_late: { status: 409, said: 'too_late', message: 'The kitchen has begun, or the order is closed: it can be canceled here no more.' },
} as const satisfies Record<string, Outcome>;

/** A form of the page: a browser is sent back to the page, any other caller is answered in JSON. */
const form = (path: Endpoint['path'], act: (ctx: RequestCtx, command: { orderId: string; secret: string }) => Promise<Outcome>): Endpoint =>
  endpoint({
    ...common,
    method: 'POST',
    path,
    async handle(ctx, request, params) {
      requireSameOrigin(ctx, request);
      const orderId = idOf(params);
      const { status, said, message, headers } = await act(ctx, { orderId, secret: readPassCookie(request.headers) });
      if ((request.headers.get('accept') ?? '').includes('text/html')) return backTo(orderId, said);
      return Response.json(status < 400 ? { status: said } : { error: said, message }, { status, headers: { 'cache-control': 'no-store', ...headers } });
    },
  });

type Refusal = { readonly code: 'not_found' } | { readonly code: keyof typeof REFUSED };

function outcomeOf(result: Result<void, Refusal>, done: Outcome): Outcome {
  if (result.ok) return done;
  if (result.error.code === 'not_found') throw notFound();
  return REFUSED[result.error.code];
}

/** POST /orders/{id}/pass/arrive: "I'm here". */
export const postArrive = form('/orders/[id]/pass/arrive', async (ctx, command) =>
  outcomeOf(await arrive(ctx, command), { status: 200, said: 'arrived', message: '' }),
);

/** POST /orders/{id}/pass/cancel: while the kitchen has not begun. All the money goes back. */
export const postCancel = form('/orders/[id]/pass/cancel', async (ctx, command) =>
  outcomeOf(await cancelPass(ctx, command), { status: 200, said: 'canceled', message: '' }),
);

/** POST /orders/{id}/pass/link: mails the link to the address on the order, without telling which that is. */
export const postLink = form('/orders/[id]/pass/link', async (ctx, { orderId }) => {
  const sent = await sendLink(ctx, { orderId });
  if (sent.ok) return { status: 200, said: 'link_sent', message: '' };
  if (sent.error.code === 'not_found') throw notFound();
  return { status: 429, said: 'rate_limited', message: 'The link was sent several times already. Look into your mail, or try later.', headers: { 'retry-after': String(sent.error.retryAfterSeconds) } };
});

export const endpoints: readonly Endpoint[] = [openLink, passEvents, postArrive, postCancel, postLink];
