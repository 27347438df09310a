import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { parseForm, parseJsonForm, type Form } from './form';
import { StubAccount, type StubIntent } from './intents';
import { StubError } from './stub-error';
import { faultOfParams, type Operation } from './official-params';

/**
 * How a request goes wrong. `400`, `429`, `409` (the key is under way elsewhere), `500`: answered so without acting; `500_after`: acted first. Both 500 are kept under the key, as Stripe keeps
 * them. `cut`, `hang`: the line breaks or stays silent, without acting or after it.
 */
export type StubFault = '400' | '500' | '500_after' | '429' | '409' | 'cut' | 'cut_after' | 'hang' | 'hang_after';

export type StubRequest = { readonly method: string; readonly path: string; readonly key: string | null; readonly version: string; readonly onBehalf: string | null; readonly form: Form };

/** A server on loopback that answers for Stripe, and refuses what Stripe's types do not have. */
export type StripeStub = {
  readonly url: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly account: StubAccount;
  readonly requests: readonly StubRequest[];
  /** The next `times` requests whose method and path begin so go wrong. */
  fail(begins: string, fault: StubFault, times?: number): void;
  /** What 24 hours do to keys. */
  forgetKeys(): void;
  /** The search's index lags behind, until it is told to have caught up. */
  searchLags: boolean;
  /** An event about an object as it is now, signed. */
  event(type: string, object: object, options?: { id?: string; at?: Date; account?: string }): { readonly body: string; readonly signature: string };
  /** A notification of Accounts v2 about an account, signed by an endpoint's secret. */
  notification(type: string, accountId: string, options?: { id?: string; secret?: string; at?: Date }): { readonly body: string; readonly signature: string };
  close(): Promise<void>;
};

type Answer = { readonly status: number; readonly body: object; readonly isKept?: false };
type Kept = { readonly fingerprint: string; readonly answer: Answer };

const SECRET_KEY = 'sk_test_stub0123456789';
const WEBHOOK_SECRET = 'whsec_stub0123456789';

export async function startStripeStub(port = 0): Promise<StripeStub> {
  const account = new StubAccount();
  faultOfParams('PaymentIntentRetrieveParams', {}, ''); // the types take seconds to load: not within the first request
  const requests: StubRequest[] = [];
  const keys = new Map<string, Kept>();
  const faults: { begins: string; fault: StubFault; left: number }[] = [];
  let events = 0;

  const takeFault = (line: string): StubFault | null => {
    const due = faults.find(({ begins, left }) => left > 0 && line.startsWith(begins));
    if (due) due.left -= 1;
    return due?.fault ?? null;
  };

  /** What Stripe would do, once per key. */
  const perform = (request: StubRequest, fault: StubFault | null): Answer => {
    const failed: Answer = { status: 500, body: { error: { type: 'api_error', message: 'stub' } } };
    if (fault === '400') return { status: 400, body: { error: { type: 'invalid_request_error', code: 'account_invalid' } } };
    if (fault === '429') return { status: 429, body: { error: { type: 'rate_limit_error', code: 'rate_limit' } } };
    if (fault === '409') return { status: 409, body: { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } } };
    const fingerprint = JSON.stringify([request.path, request.version, request.form]);
    const kept = request.method === 'POST' && request.key !== null ? keys.get(request.key) : undefined;
    if (kept && kept.fingerprint !== fingerprint) return { status: 400, body: { error: { type: 'idempotency_error' } } };
    if (kept) return kept.answer;
    const answer = fault === '500' ? failed : answerTo(request);
    const told = fault === '500_after' ? failed : answer;
    if (request.method === 'POST' && request.key !== null && told.isKept !== false) keys.set(request.key, { fingerprint, answer: told });
    return told;
  };

  const answerTo = (request: StubRequest): Answer => {
    try {
      return { status: 200, body: structuredClone(route(account, request, stub.searchLags)) };
    } catch (error) {
      if (!(error instanceof StubError)) throw error;
      const answer = { status: error.status, body: { error: { ...error.body, message: `stub: ${error.message}` } } };
      // Parameters that were refused began nothing: their key stays free.
      return error.body.code?.startsWith('parameter_') ? { ...answer, isKept: false } : answer;
    }
  };

  const server = createServer((incoming, response) => void serve(incoming, response));
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await read(incoming);
    if (incoming.headers.authorization !== `Bearer ${SECRET_KEY}`) return send(response, { status: 401, body: { error: { type: 'authentication_error' } } });
    requests.push(request);
    const fault = takeFault(`${request.method} ${request.path}`);
    if (fault === 'cut') return void response.destroy();
    if (fault === 'hang') return;
    const answer = perform(request, fault);
    if (fault === 'cut_after') return void response.destroy();
    if (fault === 'hang_after') return;
    send(response, answer);
  };

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stub: StripeStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    account,
    requests,
    fail: (begins, fault, times = 1) => void faults.push({ begins, fault, left: times }),
    forgetKeys: () => keys.clear(),
    searchLags: false,
    event: (type, object, { id = `evt_stub${++events}`, at = new Date(), account: on } = {}) => {
      const body = JSON.stringify({ id, object: 'event', type, ...(on !== undefined && { account: on }), data: { object } });
      return { body, signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET, timestamp: Math.floor(at.getTime() / 1000) }) };
    },
    notification: (type, accountId, { id = `evt_stub${++events}`, secret = WEBHOOK_SECRET, at = new Date() } = {}) => {
      const body = JSON.stringify({ id, object: 'v2.core.event', type, created: at.toISOString(), livemode: false, related_object: { id: accountId, type: 'v2.core.account', url: `/v2/core/accounts/${accountId}` } });
      return { body, signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: Math.floor(at.getTime() / 1000) }) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}

async function read(incoming: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://stub');
  const header = (name: string): string | null => (typeof incoming.headers[name] === 'string' ? incoming.headers[name] : null);
  const body = Buffer.concat(chunks).toString('utf8');
  const form = incoming.method === 'POST' && pathname.startsWith('/v2/') ? parseJsonForm(body) : parseForm(incoming.method === 'POST' ? body : search.slice(1));
  return { method: incoming.method ?? 'GET', path: pathname, key: header('idempotency-key'), version: header('stripe-version') ?? '', onBehalf: header('stripe-account'), form };
}

const send = (response: ServerResponse, { status, body }: Answer): void => void response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_stub' }).end(JSON.stringify(body));

type Route = { readonly line: RegExp; readonly operation: Operation; readonly act: (account: StubAccount, form: Form, id: string, searchLags: boolean, onBehalf: string | null) => object };

const ROUTES: readonly Route[] = [
  { line: /^POST \/v1\/payment_intents$/, operation: 'PaymentIntentCreateParams', act: (account, form) => account.create(form) },
  { line: /^GET \/v1\/payment_intents\/search$/, operation: 'PaymentIntentSearchParams', act: (account, { query }, _id, lags) => list(lags ? [] : account.search(readQuery(query))) },
  { line: /^GET \/v1\/payment_intents\/(pi_\w+)$/, operation: 'PaymentIntentRetrieveParams', act: (account, _form, id) => account.get(id) },
  { line: /^POST \/v1\/payment_intents\/(pi_\w+)\/capture$/, operation: 'PaymentIntentCaptureParams', act: (account, _form, id) => account.capture(id) },
  { line: /^POST \/v1\/payment_intents\/(pi_\w+)\/cancel$/, operation: 'PaymentIntentCancelParams', act: (account, _form, id) => account.cancel(id, null) },
  { line: /^POST \/v1\/refunds$/, operation: 'RefundCreateParams', act: (account, form) => account.refund(form) },
  { line: /^GET \/v1\/refunds$/, operation: 'RefundListParams', act: (account, { payment_intent }) => list(account.listRefunds(String(payment_intent))) },
  { line: /^GET \/v1\/refunds\/(re_\w+)$/, operation: 'RefundRetrieveParams', act: (account, _form, id) => account.getRefund(id) },
  { line: /^POST \/v2\/core\/accounts$/, operation: 'AccountCreateParams', act: (account, form) => account.connected.create(form) },
  { line: /^GET \/v2\/core\/accounts\/(acct_\w+)$/, operation: 'AccountRetrieveParams', act: (account, _form, id) => account.connected.get(id) },
  { line: /^POST \/v2\/core\/account_links$/, operation: 'AccountLinkCreateParams', act: (account, form) => account.connected.link(form) },
  { line: /^GET \/v1\/payouts$/, operation: 'PayoutListParams', act: (account, _form, _id, _lags, onBehalf) => list(account.connected.listPayouts(onBehalf ?? '')) },
  { line: /^POST \/v1\/checkout\/sessions$/, operation: 'SessionCreateParams', act: (account, form) => account.sessions.create(form) },
  { line: /^GET \/v1\/checkout\/sessions\/(cs_\w+)$/, operation: 'SessionRetrieveParams', act: (account, _form, id) => account.sessions.get(id) },
  { line: /^POST \/v1\/checkout\/sessions\/(cs_\w+)\/expire$/, operation: 'SessionExpireParams', act: (account, _form, id) => account.sessions.expire(id) },
];

const list = (data: readonly object[]): object => ({ object: 'list', data, has_more: false });

/** Stripe's query language, as far as one field of the metadata goes. */
function readQuery(query: unknown): { name: string; value: string } {
  const [, name, value] = /^metadata\['(\w+)'\]:'([^']+)'$/.exec(String(query)) ?? [];
  if (name === undefined || value === undefined) throw new StubError(400, { type: 'invalid_request_error', code: 'search_query_invalid', param: 'query' });
  return { name, value };
}

function route(account: StubAccount, { method, path, form, version, onBehalf }: StubRequest, searchLags: boolean): object {
  for (const { line, operation, act } of ROUTES) {
    const matched = line.exec(`${method} ${path}`);
    if (!matched) continue;
    const fault = faultOfParams(operation, form, version);
    if (fault) throw new StubError(400, { type: 'invalid_request_error', code: fault.code, param: fault.param });
    return act(account, form, matched[1] ?? '', searchLags, onBehalf);
  }
  throw new StubError(404, { type: 'invalid_request_error', code: 'url_invalid' });
}

export type { StubIntent };
