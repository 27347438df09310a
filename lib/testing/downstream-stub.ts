import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/**
 * What goes wrong with a call. `refused_line`, `error`, `silence`: nothing is done. `lost`, `late`, `garbage`, `twice`: it is done, and then the line
 * is cut, the answer comes after the caller gave up, it makes no sense, or the request arrives twice and so does the answer.
 */
export type StubFault = 'refused_line' | 'error' | 'silence' | 'lost' | 'late' | 'garbage' | 'twice';

export type StubItem = { title: string; price_minor: number; currency: string; stock: number | null; available?: boolean; delivery?: 'physical' | 'digital' };
type StubPayment = {
  payment_id: string; merchant_id: string; status: string; amount_minor: number; currency: string; captured_minor: number; refunded_minor: number; decline_reason?: string;
};

export type StubCall = { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Readonly<Record<string, unknown>> };

/** All six services in one server on loopback, as docs/downstream-services.md says. */
export type DownstreamStub = {
  readonly url: string;
  readonly calls: StubCall[];
  readonly items: Map<string, StubItem>;
  /** Of a piece, by item; what is missing has no price. */
  readonly prices: Map<string, number>;
  rates: object[];
  readonly countries: Set<string | null>;
  readonly payments: Map<string, StubPayment>;
  /** The ids of payments, each as often as it was authorised. */
  readonly authorized: string[];
  readonly receipts: Map<string, string>;
  /** Given: what every call is answered with, and nothing is done. */
  answerWith: Answer | null;
  /** Looks on at each call, before it is answered. */
  onCall: (call: StubCall) => Promise<void>;
  /** What goes wrong with the next calls of a path, one after the other. */
  fail(path: string, ...faults: StubFault[]): void;
  /** What goes wrong with every call of a path, until it is null. */
  failAlways(path: string, fault: StubFault | null): void;
  /** Whoever asks for more is declined. */
  maxAmountMinor: number;
  /** Calls of a path, by how it begins. */
  called(path: string): StubCall[];
  close(): Promise<void>;
};

type Answer = { readonly status: number; readonly body: object };
const done = (body: object): Answer => ({ status: 200, body });
const refused = (status: number, code: string, more: object = {}): Answer => ({ status, body: { code, ...more } });

const Authorize = z.object({ payment_id: z.string(), merchant_id: z.uuid(), merchant_handle: z.string(), merchant_name: z.string(), checkout_id: z.string(), amount_minor: z.int(), currency: z.string(), method: z.object({ kind: z.string(), token_id: z.string() }) });
const Operation = z.object({ payment_id: z.string(), merchant_id: z.uuid(), amount_minor: z.int().nullish() });
const Prices = z.object({ merchant_id: z.uuid(), currency: z.string(), items: z.array(z.object({ id: z.string(), quantity: z.int().min(1) })) });
const Geo = z.object({ merchant_id: z.uuid(), country: z.string().nullable(), region: z.string().nullable(), postal_code: z.string().nullable() });
const Tax = z.object({ merchant_id: z.uuid(), country: z.string(), region: z.string() });
const Receipt = z.object({ merchant_id: z.uuid(), order_id: z.string(), total_minor: z.int() });

export async function startDownstreamStub(): Promise<DownstreamStub> {
  const once = new Map<string, StubFault[]>();
  const always = new Map<string, StubFault>();
  const byKey = new Map<string, { body: string; answer: Answer }>();
  const faultOf = (path: string): StubFault | undefined => once.get(path)?.shift() ?? always.get(path);

  const server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = Buffer.concat(await request.toArray()).toString();
    const [path = ''] = (request.url ?? '').split('?');
    const call: StubCall = { method: request.method ?? '', path, headers: request.headers, body: text === '' ? {} : (JSON.parse(text) as StubCall['body']) };
    stub.calls.push(call);
    await stub.onCall(call);
    const fault = faultOf(`/${path.split('/')[1] ?? ''}`);
    if (fault === 'refused_line') return void request.socket.destroy();
    if (fault === 'error') return void response.writeHead(500).end('out of order');
    if (fault === 'silence') return;
    const answer = replayed(call, text);
    if (fault === 'lost') return void request.socket.destroy();
    if (fault === 'late') return void request.socket.once('close', () => response.end(JSON.stringify(answer.body)));
    if (fault === 'garbage') return void response.end('<html>It works!</html>');
    const body = JSON.stringify(fault === 'twice' ? replayed(call, text).body : answer.body);
    if (fault !== 'twice') return void response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
    const raw = `HTTP/1.1 ${answer.status} OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    request.socket.end(raw + raw);
  };

  /** What moved money under a key is answered again under it, and never done again. */
  const replayed = (call: StubCall, text: string): Answer => {
    const key = call.headers['idempotency-key'];
    if (typeof key !== 'string') return act(call);
    const name = `${call.path} ${key}`;
    const known = byKey.get(name);
    if (known) return known.body === text || asksForAll(text) ? known.answer : refused(409, 'idempotency_conflict');
    const answer = act(call);
    if (answer.status < 400) byKey.set(name, { body: text, answer });
    return answer;
  };

  const act = ({ method, path, body }: StubCall): Answer => {
    if (stub.answerWith) return stub.answerWith;
    switch (`${method} /${path.split('/')[1] ?? ''}`) {
      case 'GET /items':
        return itemOf(decodeURIComponent(path.slice('/items/'.length)));
      case 'POST /prices':
        return pricesOf(Prices.parse(body));
      case 'POST /tax':
        return Tax.safeParse(body).success ? done({ rates: stub.rates }) : refused(422, 'invalid');
      case 'POST /geo':
        return done({ allowed: stub.countries.has(Geo.parse(body).country) });
      case 'POST /authorize':
        return authorize(Authorize.parse(body));
      case 'POST /capture':
      case 'POST /void':
      case 'POST /refund':
        return operate(path, Operation.parse(body));
      case 'GET /state':
        return stateOf(decodeURIComponent(path.slice('/state/'.length)));
      case 'POST /receipts':
        return receiptOf(Receipt.parse(body));
      default:
        return refused(404, 'not_found');
    }
  };

  const itemOf = (id: string): Answer => {
    const item = stub.items.get(id);
    return item ? done({ id, ...item }) : refused(404, 'not_found');
  };
  const pricesOf = ({ currency, items }: z.infer<typeof Prices>): Answer =>
    done({ currency, prices: items.flatMap(({ id }) => (stub.prices.has(id) ? [{ id, unit_price_minor: stub.prices.get(id) }] : [])) });
  const stateOf = (id: string): Answer => {
    const payment = stub.payments.get(id);
    return payment ? done({ ...payment }) : refused(404, 'not_found');
  };
  const receiptOf = ({ order_id: id, total_minor: total }: z.infer<typeof Receipt>): Answer => {
    const receipt = `Receipt ${stub.receipts.size + 1} of order ${id} over ${total}`;
    stub.receipts.set(id, receipt);
    return done({ receipt });
  };
  const authorize = ({ payment_id, merchant_id, amount_minor, currency }: z.infer<typeof Authorize>): Answer => {
    const isDeclined = amount_minor > stub.maxAmountMinor;
    const payment = { payment_id, merchant_id, status: isDeclined ? 'declined' : 'authorized', amount_minor, currency, captured_minor: 0, refunded_minor: 0, ...(isDeclined && { decline_reason: 'insufficient_funds' }) };
    stub.payments.set(payment_id, payment);
    if (!isDeclined) stub.authorized.push(payment_id);
    return done({ ...payment });
  };
  const operate = (path: string, { payment_id: id, merchant_id: merchantId, amount_minor: amount }: z.infer<typeof Operation>): Answer => {
    const payment = stub.payments.get(id);
    if (payment?.merchant_id !== merchantId) return refused(404, 'not_found');
    const moved = MOVES[path]?.(payment, amount ?? null) ?? refused(404, 'not_found');
    return moved.status === 200 ? done({ ...payment }) : moved;
  };

  const stub: DownstreamStub = {
    url: '',
    calls: [],
    items: new Map(),
    prices: new Map(),
    rates: [],
    countries: new Set<string | null>([null]),
    payments: new Map(),
    authorized: [],
    receipts: new Map(),
    answerWith: null,
    onCall: () => Promise.resolve(),
    maxAmountMinor: 1_000_000,
    fail: (path, ...faults) => void once.set(path, faults),
    failAlways: (path, fault) => void (fault === null ? always.delete(path) : always.set(path, fault)),
    called: (path) => stub.calls.filter((call) => call.path.startsWith(path)),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(stub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** The rest, whatever it is: again under the same key, it is what it was. */
const asksForAll = (text: string): boolean => Operation.safeParse(JSON.parse(text)).data?.amount_minor === null;

const MOVES: Readonly<Record<string, (payment: StubPayment, amount: number | null) => Answer>> = {
  '/capture': (payment, amount) => {
    const left = payment.amount_minor - payment.captured_minor;
    if (payment.status !== 'authorized') return refused(409, 'wrong_state');
    if ((amount ?? left) > left) return refused(422, 'amount_exceeds_authorized', { left_minor: left });
    payment.captured_minor += amount ?? left;
    if (payment.captured_minor === payment.amount_minor) payment.status = 'captured';
    return done({});
  },
  '/void': (payment) => {
    if (payment.status === 'voided') return done({});
    if (payment.status !== 'authorized' || payment.captured_minor > 0) return refused(409, 'wrong_state');
    payment.status = 'voided';
    return done({});
  },
  '/refund': (payment, amount) => {
    const left = payment.captured_minor - payment.refunded_minor;
    if (payment.captured_minor === 0) return refused(409, 'wrong_state');
    if (left === 0 || (amount ?? left) > left) return refused(422, 'amount_exceeds_captured', { left_minor: left });
    payment.refunded_minor += amount ?? left;
    return done({});
  },
};
