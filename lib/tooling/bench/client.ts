import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { z } from 'zod';
import { acpCart, acpDestination, acpItems, acpPayment, type AcpVersion } from '@/lib/testing/acp-words';
import type { TestAgent } from '@/lib/testing/shop';

/** One call of the API, and the status that it must answer. */
export type Sent = { readonly method?: 'GET' | 'POST'; readonly path: string; readonly headers: Record<string, string>; readonly body?: string; readonly status: number };
/** Makes a call and answers its body; throws, with the body, on any other status. */
export type Send = (sent: Sent) => Promise<string>;

/** Over kept connections, one call at a time on each, from an address of this machine. */
export function httpSender(origin: string, connections: number, localAddress?: string): { send: Send; close: () => Promise<void> } {
  const pool = new Pool(origin, { connections, pipelining: 1, ...(localAddress !== undefined && { connect: { localAddress, family: 4 } }) });
  const send: Send = async ({ method = 'POST', path, headers, body, status }) => {
    const answer = await pool.request({ method, path, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== status) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return text;
  };
  return { send, close: () => pool.close() };
}

/** An agent with its access token, and what it buys. */
export type Buyer = { readonly agent: TestAgent; readonly bearer: string; readonly itemId: string };
export type ReadySession = { readonly buyer: Buyer; readonly id: string; readonly amount: string; readonly version: AcpVersion };
export type PayableSession = ReadySession & { readonly paymentToken: string };

const ADDRESS = { name: 'Ada Martin', line_one: '1 King Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5H 1A1' };
const PERSON = { first_name: 'Ada', last_name: 'Martin', email: 'ada@example.com' };
/** Those of the demo's items with plenty in stock. */
const ITEMS = ['birch-soap', 'maple-syrup', 'moose-mug', 'wool-socks'];

const Token = z.object({ access_token: z.string() });
const Session = z.object({ id: z.string(), totals: z.array(z.object({ type: z.string(), amount: z.int() })) });
const Granted = z.object({ payment_token: z.string() });

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const acp = (token: string, version: AcpVersion): Record<string, string> => ({ ...json, ...bearer(token), 'api-version': version, 'idempotency-key': randomUUID() });
const NEWEST = '2026-04-17';

export async function accessToken(send: Send, { clientId, clientSecret }: TestAgent): Promise<string> {
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const text = await send({ path: '/api/agent/v1/oauth/token', headers: { ...form, authorization: basic }, body: 'grant_type=client_credentials', status: 200 });
  return Token.parse(JSON.parse(text)).access_token;
}

export const toBuyer = async (send: Send, agent: TestAgent, index: number): Promise<Buyer> => ({
  agent,
  bearer: await accessToken(send, agent),
  itemId: ITEMS[index % ITEMS.length] ?? 'birch-soap',
});

export const introspect = (send: Send, merchantKey: string, token: string): Promise<string> =>
  send({ path: '/api/agent/v1/oauth/introspect', headers: { ...form, ...bearer(merchantKey) }, body: `token=${token}`, status: 200 });

export async function createSession(send: Send, buyer: Buyer, version: AcpVersion = NEWEST): Promise<ReadySession> {
  const body = JSON.stringify({ ...acpCart(version, [{ id: buyer.itemId }]), ...acpDestination(version, PERSON, ADDRESS) });
  const text = await send({ path: '/m/regal-moose/checkout_sessions', headers: acp(buyer.bearer, version), body, status: 201 });
  const { id, totals } = Session.parse(JSON.parse(text));
  const minor = String(totals.find(({ type }) => type === 'total')?.amount ?? 0).padStart(3, '0');
  return { buyer, id, version, amount: minor.replace(/(\d\d)$/, '.$1') };
}

export const getSession = (send: Send, { id, buyer, version }: ReadySession): Promise<string> =>
  send({ method: 'GET', path: `/checkout_sessions/${id}`, headers: { ...bearer(buyer.bearer), 'api-version': version }, status: 200 });

export const updateSession = (send: Send, { id, buyer, version }: ReadySession, quantity: number): Promise<string> =>
  send({ path: `/checkout_sessions/${id}`, headers: acp(buyer.bearer, version), body: JSON.stringify(acpItems(version, [{ id: buyer.itemId, quantity }])), status: 200 });

export async function paymentToken(send: Send, session: ReadySession): Promise<PayableSession> {
  const body = JSON.stringify({ merchant_id: 'regal-moose', session_id: session.id, amount: session.amount, currency: 'CAD' });
  const text = await send({ path: '/api/agent/v1/payments/token', headers: { ...json, ...bearer(session.buyer.bearer) }, body, status: 200 });
  return { ...session, paymentToken: Granted.parse(JSON.parse(text)).payment_token };
}

export const completeSession = (send: Send, { id, buyer, version, paymentToken: token }: PayableSession): Promise<string> =>
  send({
    path: `/checkout_sessions/${id}/complete`,
    headers: acp(buyer.bearer, version),
    body: JSON.stringify(acpPayment(version, token)),
    status: 200,
  });

/** Create, pay, complete; the access token is at hand, as it is for an agent that buys more than once in ten minutes. */
export async function purchase(send: Send, buyer: Buyer): Promise<void> {
  await completeSession(send, await paymentToken(send, await createSession(send, buyer)));
}
