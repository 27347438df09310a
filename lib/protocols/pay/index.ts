import { loadPaymentPage, payHostedCheckout, resumeHostedCheckout, settleHostedCheckout, type HostedPayment, type PaymentPageView, type PayHostedRefusal } from '@/lib/hosted-checkout';
import { readBrowser } from '@/lib/http/browser';
import { endpoint, type Endpoint, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { readForm } from '@/lib/http/form';
import { takeFromBudget, type RateBudget } from '@/lib/http/rate-limit';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { readCard, type FieldFaults } from './card-form';
import { expiredPage, paymentPage, waitingPage } from './payment-page';

// The simulator's hosted checkout: a page without a script, to which a browser comes with an id that nobody guesses. Who has the id pays.

const common = { wire: 'pay', credentials: ['none'], scope: null, tenant: 'none' } as const satisfies Partial<Endpoint>;

async function load(ctx: Ctx, { id = '' }: Params): Promise<PaymentPageView> {
  const view = await loadPaymentPage(ctx, id);
  if (!view) throw fail(404, 'not_found', 'There is no such payment. Look whether the whole address was copied.');
  return view;
}

const seeOther = (location: string): Response => new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });

/** GET /pay/{id}: what is paid for, and the form for a card; or how it ended. */
export const showPayment = endpoint({
  ...common,
  method: 'GET',
  path: '/pay/[id]',
  handle: async (ctx, request, params) => {
    const view = await load(ctx, params);
    return view.hosted.provider === 'simulator' ? (standing(request, view) ?? paymentPage(request, view)) : showElsewhere(ctx, request, params, view);
  },
});

/** Of each page: who comes back from a provider looks a few times. */
const LOOKS: RateBudget = { perSecond: 0.5, burst: 20 };

/** People pay at the provider, and come here on their way back: what came of it is asked before it is told. */
async function showElsewhere(ctx: Ctx, request: Request, params: Params, view: PaymentPageView): Promise<Response> {
  const over = standing(request, view);
  if (over && !view.isBeingPaid) return over;
  const { id: hostedCheckoutId } = view.hosted;
  const mayAsk = (await takeFromBudget(ctx.db, `pay-look:${hostedCheckoutId}`, LOOKS, ctx.clock.now().getTime())) === 0;
  const isOpen = mayAsk && (await waitsForPerson(ctx, hostedCheckoutId));
  const now = await load(ctx, params);
  return standing(request, now) ?? (isOpen ? seeOther(now.hosted.url) : waitingPage(request, now));
}

/** Whether it waits for a person at the provider's page. False where the provider does not answer, or is not done: our page looks again by itself. */
async function waitsForPerson(ctx: Ctx, hostedCheckoutId: string): Promise<boolean> {
  try {
    return (await settleHostedCheckout(ctx, { hostedCheckoutId })) === 'open';
  } catch (error) {
    ctx.log.warn({ err: error, hostedCheckoutId }, 'a hosted checkout could not be settled; its page looks again');
    return false;
  }
}

/** What is shown of a payment that takes no card just now; null where it does. */
function standing(request: Request, view: PaymentPageView): Response | null {
  const { status, returnUrl } = view.hosted;
  if (status === 'complete' && returnUrl !== null) return seeOther(returnUrl);
  if (view.isBeingPaid) return waitingPage(request, view);
  return status === 'expired' ? expiredPage(request, view) : null;
}

/** Of each page: a person mistypes now and then. */
const TRIES: RateBudget = { perSecond: 0.2, burst: 20 };

async function requireTry(ctx: Ctx, id: string): Promise<void> {
  if (ctx.settings.testMode) return;
  const waitSeconds = await takeFromBudget(ctx.db, `pay:${id}`, TRIES, ctx.clock.now().getTime());
  if (waitSeconds > 0) throw fail(429, 'rate_limited', `Too many tries. Wait ${String(waitSeconds)} seconds, then try again.`, { headers: { 'retry-after': String(waitSeconds) } });
}

/** No page of someone else posts a card here. What is no browser says nothing of where it comes from. */
function requireOwnPage(ctx: Ctx, { headers }: Request): void {
  const [origin, site] = [headers.get('origin'), headers.get('sec-fetch-site')];
  if ((origin === null && site === null) || origin === ctx.settings.publicOrigin || site === 'same-origin') return;
  throw fail(403, 'cross_origin', 'A card is taken from our own page only. Open the payment page again and type it there.');
}

/** POST /pay/{id}: a card. 303 to where the person goes next, else the page again with the reason. */
export const postPayment = endpoint({
  ...common,
  method: 'POST',
  path: '/pay/[id]',
  handle: async (ctx, request, params) => {
    requireOwnPage(ctx, request);
    const view = await load(ctx, params);
    const over = standing(request, view);
    if (over) return over;
    const card = readCard(await readForm(request));
    if (!card.ok) return paymentPage(request, view, { faults: card.error.faults });
    const { id } = view.hosted;
    await requireTry(ctx, id);
    return answer(ctx, request, params, await payHostedCheckout(ctx, { id, card: card.value, channel: readBrowser(request.headers, ctx.clientAddress) }));
  },
});

/** POST /pay/{id}/authentication: the card's bank sends its holder back (EMV 3-D Secure, CRes). What the form says proves nothing and is not read. */
export const postAuthentication = endpoint({
  ...common,
  method: 'POST',
  path: '/pay/[id]/authentication',
  handle: async (ctx, request, params) => {
    const { hosted } = await load(ctx, params);
    return answer(ctx, request, params, await resumeHostedCheckout(ctx, hosted.id));
  },
});

async function answer(ctx: Ctx, request: Request, params: Params, result: Result<HostedPayment, PayHostedRefusal>): Promise<Response> {
  if (result.ok && result.value.outcome === 'challenge') return seeOther(result.value.url);
  const view = await load(ctx, params);
  if (result.ok) return standing(request, view) ?? paymentPage(request, view);
  return refuse(request, view, result.error);
}

function refuse(request: Request, view: PaymentPageView, refusal: PayHostedRefusal): Response {
  switch (refusal.code) {
    case 'invalid_card':
      return paymentPage(request, view, { faults: FAULTS[refusal.fault] });
    case 'declined':
      return standing(request, view) ?? paymentPage(request, view, { refused: toReasons(refusal.messages) });
    case 'too_many_declines':
      return paymentPage(request, view, { refused: ['Too many cards were declined here. Nothing was charged. Go back to the shop and order again, or pay another way.'] });
    case 'in_progress':
      return standing(request, { ...view, isBeingPaid: true }) ?? waitingPage(request, view);
    case 'elsewhere':
      return seeOther(refusal.url);
    case 'not_found':
    case 'expired':
      return expiredPage(request, view);
  }
}

const FAULTS: Record<Extract<PayHostedRefusal, { code: 'invalid_card' }>['fault'], FieldFaults> = {
  number_invalid: { number: 'This is not the number of a card. Look at it digit by digit.' },
  expired: { expiry: 'This card is expired. Take another one.' },
  verification_code_invalid: { csc: 'The code of this card has another number of digits: 4 on the front of American Express, 3 on the back of others.' },
};

const UNCHARGED = 'Nothing was charged.';
const DECLINED = 'The card was declined. Nothing was charged. Try another card, or ask your bank.';

/** A person has cards, not tokens: what a decline says to agents is said in other words. */
function toReasons(messages: Extract<PayHostedRefusal, { code: 'declined' }>['messages']): string[] {
  const texts = messages.map(({ code, subject, text }) => {
    if (code === 'payment_declined') return subject.field === 'authentication' ? 'Your bank did not accept you as the holder of the card. Nothing was charged. Try another card.' : DECLINED;
    if (code === 'requires_3ds') return 'You did not confirm the payment at your bank. Nothing was charged. Try again, or take another card.';
    return text.includes(UNCHARGED) ? text : `${text} ${UNCHARGED}`;
  });
  return texts.length > 0 ? texts : [DECLINED];
}

export const endpoints: readonly Endpoint[] = [showPayment, postPayment, postAuthentication];
