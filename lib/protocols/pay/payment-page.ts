import type { PaymentPageView } from '@/lib/hosted-checkout';
import { html, NOTHING, type Html } from '@/lib/http/html';
import { formatMoney } from '@/lib/kernel/money';
import type { CardField, FieldFaults } from './card-form';
import { respondPage } from './page';

/** `refused`: why the last try came to nothing; `faults`: of single fields. Nothing that was typed is sent back. */
export type Refusal = { readonly refused?: readonly string[]; readonly faults?: FieldFaults };

/** The form that takes a card. Works without a script. */
export function paymentPage(request: Request, view: PaymentPageView, { refused = [], faults = {} }: Refusal = {}): Response {
  const { hosted, merchantName } = view;
  const isRefused = refused.length > 0 || Object.keys(faults).length > 0;
  const total = formatMoney(hosted.amount);
  const main = html`<p class="amount">${total}</p>
<p class="until">${view.minutesLeft < 1 ? 'This price is held for less than a minute.' : `This price is held for ${String(view.minutesLeft)} more ${view.minutesLeft === 1 ? 'minute' : 'minutes'}.`}</p>
${purchase(view)}
${refused.length > 0 ? html`<div class="refused" role="alert">${refused.map((text) => html`<div>${text}</div>`)}</div>` : NOTHING}
<form method="post" action="/pay/${hosted.id}">
${cardFields(faults, isRefused)}
<button>Pay ${total}</button>
</form>
${hosted.cancelUrl === null ? NOTHING : html`<p class="away"><a href="${hosted.cancelUrl}">Do not pay, go back</a></p>`}
<p class="note">No real money moves. <b>4242 4242 4242 4242</b> pays, <b>4000 0000 0000 0002</b> is declined, <b>4000 0000 0000 3220</b> asks its holder first.</p>`;
  return respondPage({ request, status: isRefused ? 422 : 200, merchantName, title: `Pay ${merchantName}`, main });
}

const purchase = ({ lines, totals }: PaymentPageView): Html => html`<ul aria-label="What you pay for">
${lines.map(({ name, quantity, total }) => html`<li><span>${quantity === 1 ? name : `${String(quantity)} × ${name}`}</span><b>${formatMoney(total)}</b></li>`)}
</ul>
<dl>
${totals.map(({ label, amount }) => html`<dt>${label}</dt><dd>${formatMoney(amount)}</dd>`)}
</dl>`;

type Input = { readonly name: CardField | 'name'; readonly label: string; readonly autocomplete: string; readonly hint: string; readonly maxLength: number; readonly isHalf?: boolean };

const INPUTS: readonly Input[] = [
  { name: 'number', label: 'Card number', autocomplete: 'cc-number', hint: '1234 1234 1234 1234', maxLength: 30 },
  { name: 'expiry', label: 'Expires', autocomplete: 'cc-exp', hint: 'MM/YY', maxLength: 9, isHalf: true },
  { name: 'csc', label: 'Security code', autocomplete: 'cc-csc', hint: '123', maxLength: 4, isHalf: true },
  { name: 'name', label: 'Name on the card (may be left out)', autocomplete: 'cc-name', hint: '', maxLength: 100 },
];

/** After a refusal the first field that is to be mended is where a person types on. */
function cardFields(faults: FieldFaults, isRefused: boolean): Html {
  const first = isRefused ? (INPUTS.find(({ name }) => name !== 'name' && faults[name] !== undefined)?.name ?? 'number') : null;
  return html`${INPUTS.map((input) => cardField(input, { fault: input.name === 'name' ? undefined : faults[input.name], isFirst: input.name === first }))}`;
}

const cardField = ({ name, label, autocomplete, hint, maxLength, isHalf = false }: Input, { fault, isFirst }: { fault: string | undefined; isFirst: boolean }): Html =>
  html`<div${isHalf ? html` class="half"` : NOTHING}><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="text" autocomplete="${autocomplete}" maxlength="${String(maxLength)}" placeholder="${hint}"${name === 'name' ? NOTHING : html` inputmode="numeric" required`}${isFirst ? html` autofocus` : NOTHING}${fault === undefined ? NOTHING : html` aria-invalid="true" aria-describedby="${name}-fault"`}>
${fault === undefined ? NOTHING : html`<p id="${name}-fault" class="fault" role="alert">${fault}</p>`}</div>`;

/** A try is under way: the page looks again by itself. */
export const waitingPage = (request: Request, { hosted, merchantName }: PaymentPageView): Response =>
  respondPage({
    request,
    status: 202,
    merchantName,
    title: `Pay ${merchantName}`,
    main: html`<p class="amount">${formatMoney(hosted.amount)}</p><p role="status">Your payment is being made. Do not pay again: this page goes on by itself.</p><p class="away"><a href="/pay/${hosted.id}">Look again</a></p>`,
    headers: { refresh: `2; url=/pay/${hosted.id}` },
  });

export const expiredPage = (request: Request, { hosted, merchantName }: PaymentPageView): Response =>
  respondPage({
    request,
    status: 410,
    merchantName,
    title: 'This payment is over',
    main: html`<p>The time to pay ran out, or the order was changed or cancelled. Nothing was charged.</p>${hosted.cancelUrl === null ? html`<p>Go back to where you were ordering and start the payment again.</p>` : html`<p class="away"><a href="${hosted.cancelUrl}">Go back and order again</a></p>`}`,
  });
