import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseDecimal, toCurrency, toDecimal } from '@/lib/kernel/money';
import { DemoAgent, totalOf, type Payment, type Product, type Session } from './agent';
import type { BrowserOwner } from './browser';
import { readStatement } from './owner';
import { lines, say } from './say';
import { walkVault } from './vault';

// npm run demo [-- --approve | --vault]: an agent buys within its limit, is stopped above it, and goes on once a person has countersigned.
// It talks HTTP to the running server and nothing else; what it is told beforehand is one address and one agent's credentials.

const DemoFile = z.object({
  baseUrl: z.url(),
  wallet: z.object({ email: z.string(), password: z.string() }),
  agent: z.object({ clientId: z.string(), clientSecret: z.string() }),
  merchants: z.array(z.object({ handle: z.string(), apiKey: z.string() })),
});

function readDemoFile(): z.infer<typeof DemoFile> {
  const file = path.resolve(process.env.COUNTERSIGN_DATA_DIR ?? '.countersign', 'demo.json');
  if (!existsSync(file)) throw new Error(`${file} is missing. Start the server first: npm start`);
  return DemoFile.parse(JSON.parse(readFileSync(file, 'utf8')));
}

async function main(): Promise<void> {
  const demo = readDemoFile();
  if (process.argv.includes('--vault')) {
    const apiKey = demo.merchants.find(({ handle }) => handle === 'regal-moose')?.apiKey;
    if (apiKey === undefined) throw new Error('the demo world has no merchant regal-moose');
    return walkVault({ baseUrl: demo.baseUrl, apiKey });
  }
  const browserOwner = process.argv.includes('--approve') ? await signUpInBrowser(demo.baseUrl) : null;
  try {
    const credentials = browserOwner ? await makeAgentInBrowser(browserOwner) : demo.agent;
    await shop(demo.baseUrl, credentials, browserOwner ?? demo.wallet, browserOwner);
  } finally {
    await browserOwner?.close();
  }
}

async function signUpInBrowser(baseUrl: string): Promise<BrowserOwner> {
  const { signUpOwner } = await import('./browser');
  const owner = await signUpOwner(baseUrl);
  say('A person signs up in a browser, with a passkey', { owner: owner.email });
  return owner;
}

async function makeAgentInBrowser(owner: BrowserOwner): Promise<{ clientId: string; clientSecret: string }> {
  const credentials = await owner.makeAgent('Demo shopper');
  say('They make an agent and confirm its mandate with the passkey', { client_id: credentials.clientId });
  return credentials;
}

async function shop(baseUrl: string, credentials: { clientId: string; clientSecret: string }, owner: { email: string; password: string }, approver: BrowserOwner | null): Promise<void> {
  const agent = await DemoAgent.discover(baseUrl, credentials);
  say('The agent discovers the store', { merchant: agent.profile.merchant.name, speaks: `ACP ${agent.profile.acp.versions.join(', ')}` });
  const { scope, expiresIn } = await agent.signIn();
  say('It gets an access token', { scope, expires: `in ${expiresIn} s` });

  const products = await agent.products();
  const [cheapest] = products.toSorted(byPrice);
  const limit = await agent.limits();
  if (!cheapest || !limit) throw new Error('the store sells nothing, or the agent has no limit in its currency');
  say('It looks at the shelf and at its own limits', { products: String(products.length), limit: `${limit.per_transaction} ${limit.currency} a purchase, ${limit.daily} a day` });

  const small = await agent.openCheckout([{ id: cheapest.id, quantity: 1 }]);
  describeCheckout('It opens a checkout', small, `1 x ${cheapest.name}`);
  const granted = await agent.requestPayment(small);
  if (!granted.payment_token) throw new Error(`the wallet did not grant a token: ${granted.reason ?? granted.status}`);
  say('The wallet grants a payment token: within the limits', { payment: granted.payment_id, token: shorten(granted.payment_token) });
  describeOrder('The store completes the checkout', await agent.complete(small, granted.payment_token));

  const refused = await agent.completeRefused(await agent.openCheckout([{ id: cheapest.id, quantity: 1 }]), granted.payment_token);
  say('The same token again is refused', { answer: `${refused.status} ${refused.body.code}`, says: refused.body.message });

  const cart = overLimit(products, minorUnits(limit.per_transaction, limit.currency));
  const large = await agent.openCheckout([cart]);
  describeCheckout('It opens a checkout above its limit', large, `${cart.quantity} x ${cart.name}`);
  const asked = await agent.requestPayment(large);
  if (!asked.poll_url || !asked.approval_url) throw new Error(`the wallet should have asked, and answered ${asked.status}`);
  say('The wallet stops it and asks the owner', { reason: asked.reason ?? '', approve: asked.approval_url });
  if (approver) await approver.approve(asked.approval_url);
  else lines([`Sign in as ${owner.email} (password: ${owner.password})`, 'open the link, approve with a passkey. Waiting ...']);

  const decided = await agent.waitForDecision(asked.poll_url);
  if (!decided.payment_token) return say(`The owner did not approve: ${decided.status}`, { next: decided.next_step });
  say('A person countersigned: the token is released', { payment: decided.payment_id, token: shorten(decided.payment_token) });
  describeOrder('The store completes the second checkout', await agent.complete(large, decided.payment_token));
  await report(baseUrl, agent, owner, [granted, decided]);
}

async function report(baseUrl: string, agent: DemoAgent, owner: { email: string; password: string }, payments: readonly Payment[]): Promise<void> {
  say('The bank statement says');
  const entries = await readStatement(baseUrl, owner);
  lines(entries.slice(0, 5).map((entry) => `${entry.amount.padStart(10)} ${entry.currency}  ${entry.kind.padEnd(8)} ${entry.merchant}${entry.agent ? `, by ${entry.agent}` : ''}`));
  say('The signed mandates');
  for (const payment of payments) {
    const { mandates, signed_content, receipts } = await agent.evidence(payment.payment_id);
    lines(mandates.map((mandate) => `${mandate.type.padEnd(8)} ${mandate.mandateId}  ${mandate.humanPresent ? 'human present' : 'within limits'}  ${shorten(mandate.signature)}`));
    lines(receipts.map((receipt) => `receipt  order ${receipt.order_id}  ${receipt.amount} ${receipt.currency}  ${receipt.payment_status}${signed_content ? ', countersigned' : ''}`));
  }
  console.log('\nTwo paid orders, one of them countersigned.\n');
}

/** A cart of one product that is over the limit by its price alone, shipping and tax aside. */
function overLimit(products: readonly Product[], limit: bigint): { id: string; quantity: number; name: string } {
  const dearest = products.filter((product) => priceOf(product) <= limit * 2n).toSorted(byPrice).at(-1);
  if (!dearest) throw new Error('the store sells nothing that fits the demo');
  return { id: dearest.id, name: dearest.name, quantity: Number(limit / priceOf(dearest)) + 1 };
}

function minorUnits(decimalText: string, currency: string): bigint {
  const amount = parseDecimal(decimalText, toCurrency(currency));
  if (amount === null) throw new Error(`${decimalText} ${currency} is no amount`);
  return amount;
}

const priceOf = (product: Product): bigint => minorUnits(product.price, product.currency);
const byPrice = (a: Product, b: Product): number => (priceOf(a) < priceOf(b) ? -1 : 1);

const describeCheckout = (title: string, session: Session, what: string): void =>
  say(title, { checkout: session.id, items: what, total: `${totalText(session)}, with shipping and tax`, status: session.status });

const totalText = (session: Session): string => `${toDecimal(totalOf(session))} ${session.currency.toUpperCase()}`;

const describeOrder = (title: string, session: Session): void =>
  say(title, { status: session.status, order: session.order?.id ?? 'none', see: session.order?.permalink_url ?? '' });

const shorten = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 14)}...${text.slice(-6)}`);

try {
  await main();
} catch (error) {
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
