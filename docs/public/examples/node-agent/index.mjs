#!/usr/bin/env node
// An agent that orders a pizza, in plain Node 20.19 or newer: menu, quote, confirm with assertions, payment, order.
//
//   node docs/public/examples/node-agent/index.mjs --paymentMethod card
//   CLIENT_ID=... CLIENT_SECRET=... node docs/public/examples/node-agent/index.mjs --paymentMethod wallet
//
// card: a person pays on the hosted checkout page. Here the simulator's page is filled in with its test card, as a browser would do it.
// wallet: the agent pays by itself, within the limits that its owner set; above them it shows where the owner approves, and waits.

import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    paymentMethod: { type: 'string', default: 'card' },
    baseUrl: { type: 'string', default: process.env.BASE_URL ?? 'http://localhost:3000' },
    merchant: { type: 'string', default: 'au-comptoir-a-patons' },
    sku: { type: 'string' },
    // The most that may be spent, in minor units. Left out: what the quote says.
    maxTotalCents: { type: 'string' },
  },
});

const POLL_MS = 1_000;
const PATIENCE_MS = 15 * 60_000;
const TEST_CARD = { 'cc-number': '4242 4242 4242 4242', 'cc-exp': '12/34', 'cc-csc': '123', 'cc-name': 'Agent User' };

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function main() {
  const { baseUrl, merchant, paymentMethod } = options;
  if (paymentMethod !== 'card' && paymentMethod !== 'wallet') throw new Error('--paymentMethod must be card or wallet');
  const bearer = paymentMethod === 'wallet' ? await getAccessToken() : null;

  const info = await call(`/v1/merchants/${merchant}/info`);
  say('merchant', `${info.name}, ${info.address}`);
  if (!info.paymentRails.available.includes(paymentMethod)) throw new Error(`${info.name} does not take ${paymentMethod}, but ${info.paymentRails.available.join(', ')}`);

  const menu = await call('/v1/menu');
  const item = options.sku === undefined ? menu.items.find(({ itemType }) => itemType === 'pizza') : menu.items.find(({ sku }) => sku === options.sku);
  if (!item) throw new Error(`There is no ${options.sku ?? 'pizza'} on the menu now`);
  say('item', `${item.name}, ${item.priceCents} ${menu.currency} cents`);

  const quote = await call('/v1/orders/quote', {
    bearer,
    body: {
      items: [{ sku: item.sku, qty: 1 }],
      fulfillment: { type: 'pickup' },
      contact: { name: 'Agent User', phone: '+33600000000', email: 'agent@example.com' },
      notes: 'No olives, please.',
      paymentMethod,
    },
  });
  say('quoteId', quote.quoteId);
  say('total', `${quote.totalCents} ${quote.currency} cents, ready ${quote.pickupETA}`);
  // riskHints say how much of a look a purchase deserves. An agent that serves a person asks them here.
  say('recommended', quote.riskHints.recommendedConfirmation);

  const orderId = paymentMethod === 'card' ? await payByCard(quote) : await payByWallet(quote, bearer);
  say('orderId', orderId);
  const order = await call(`/v1/orders/${orderId}`);
  say('status', order.status);
  say('pickupCode', order.pickupCode);
  say('pickupETA', order.pickupETA);
  if (order.totalCents !== quote.totalCents) throw new Error('The order is not what was quoted');
}

/** What the agent believes: the server refuses to confirm anything else. */
function confirmation(quote) {
  const { paymentMethod, maxTotalCents = quote.totalCents } = options;
  return {
    quoteId: quote.quoteId,
    paymentMethod,
    assertions: {
      expectedQuoteHash: quote.quoteHash,
      expectedTotalCents: quote.totalCents,
      maxTotalCents: Number(maxTotalCents),
      expectedCurrency: quote.currency,
      expectedPaymentMethod: paymentMethod,
      expectedExpiresAt: quote.expiresAt,
      expectedMerchantHandle: options.merchant,
      expectedMerchantAddress: quote.merchantAddress,
    },
  };
}

async function payByCard(quote) {
  const checkout = await call('/v1/orders/confirm', { body: confirmation(quote) });
  say('checkoutSessionId', checkout.checkoutSessionId);
  say('checkoutUrl', checkout.checkoutUrl);
  if (new URL(checkout.checkoutUrl).origin === new URL(options.baseUrl).origin) await submitTestCard(checkout.checkoutUrl);
  else console.log('Open checkoutUrl in a browser and pay there.');
  const { orderId } = await until(() => call(`/v1/orders/checkout-sessions/${checkout.checkoutSessionId}`), ({ ready, status }) => {
    if (status === 'expired') throw new Error('Nobody paid in time: ask for a new quote');
    return ready;
  });
  return orderId;
}

/** Fills in the form of the simulator's page by what its inputs are for, and submits it. */
async function submitTestCard(pageUrl) {
  const page = await (await fetch(pageUrl)).text();
  const form = /<form\b[^>]*\bmethod="post"[^>]*>[\s\S]*?<\/form>/i.exec(page)?.[0];
  if (!form) throw new Error('The checkout page has no form');
  const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  const fields = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(tag, 'name');
    if (name !== undefined) fields.set(name, TEST_CARD[attribute(tag, 'autocomplete')] ?? attribute(tag, 'value') ?? '');
  }
  const answer = await fetch(new URL(attribute(form, 'action') ?? '', pageUrl), { method: 'POST', body: fields, redirect: 'manual' });
  if (answer.status !== 303) throw new Error(`The checkout page answered ${answer.status}: the card was not taken`);
  say('paid', 'on the hosted checkout page');
}

/** Confirms with the agent's own token. Above its limits the owner is asked, and the same call is the order once they said yes. */
async function payByWallet(quote, bearer) {
  const asked = await call('/v1/orders/confirm', { bearer, body: confirmation(quote), accept: [402] });
  if (asked.orderId) return asked.orderId;
  if (!asked.approval_url) throw new Error(`${asked.errorCode}: ${asked.error}`);
  console.log(`The owner is asked to approve: ${asked.approval_url}`);
  const { status } = await until(() => call(new URL(asked.poll_url).pathname, { bearer }), ({ status: now }) => now !== 'step_up_required');
  if (status !== 'approved') throw new Error(`The owner did not approve: ${status}`);
  return (await call('/v1/orders/confirm', { bearer, body: confirmation(quote) })).orderId;
}

async function getAccessToken() {
  const { CLIENT_ID, CLIENT_SECRET } = process.env;
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Error('Set CLIENT_ID and CLIENT_SECRET of your agent: /wallet/agents/new shows them once');
  const answer = await fetch(`${options.baseUrl}/api/agent/v1/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const token = await answer.json();
  if (!answer.ok) throw new Error(`${token.error}: ${token.error_description}`);
  return token.access_token;
}

/** Calls the API. Waits and tries again where an answer says that it may (retryable, with retryAfterMs); throws what else is refused. */
async function call(path, { body, bearer = null, accept = [] } = {}) {
  for (let attempts = 1; ; attempts += 1) {
    const response = await fetch(options.baseUrl + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        'x-merchant-handle': options.merchant,
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok || accept.includes(response.status)) return answer;
    if (!answer.retryable || answer.retryAfterMs === undefined || attempts === 3) throw new Error(`${path}: ${response.status} ${answer.errorCode}: ${answer.error}`);
    await sleep(answer.retryAfterMs);
  }
}

async function until(ask, isDone) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    if (Date.now() > end) throw new Error('Nothing happened for a quarter of an hour');
    await sleep(POLL_MS);
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function say(what, value) {
  console.log(`${`${what}:`.padEnd(20)}${value}`);
}
