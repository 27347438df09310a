import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { endpoints } from '@/lib/entrance/routes';
import { METHODS, type CredentialKind, type Endpoint, type WireName } from '@/lib/http/endpoint';
import { call, type Call, type Reply } from './fixtures/api';
import { queryAsOwner } from './fixtures/database';
import { enlarged, NEVER_VALID, polluting, spoilt, TOO_LARGE, type HostileBody } from './fixtures/hostile-bodies';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { faultOf } from './fixtures/wires';
import { credentialHeaders, makeWorld, pathOf, sampleBody, wireHeaders, type World } from './fixtures/world';

// Bad input of any kind gets a clear error in that wire's own shape and changes nothing; no 5xx from input (product.md, invariant 10).
// Made from the route table: an endpoint that is added is attacked too, and must be described in fixtures/world.ts first.

test.describe.configure({ timeout: 120_000 });

let world: World;
test.beforeAll(async ({ server }) => {
  world = await makeWorld(server);
});

const WIRES = [...new Set(endpoints.map(({ wire }) => wire))];
/** Ends the sign-in that all the others are tried with. */
const SIGNS_OUT = '/merchant/session/logout';
const withBody = (wire: WireName): Endpoint[] =>
  endpoints.filter((each) => each.wire === wire && each.path !== SIGNS_OUT && (each.method === 'POST' || each.method === 'PUT' || each.method === 'PATCH'));
const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

/** An attack, and which answers it may get beside those that faultOf lets pass. */
type Attack = { readonly name: string; readonly wire: WireName; readonly call: Call; readonly expect?: (reply: Reply) => boolean };

const AT_ONCE = 12;

/** Sends them all, some at a time, and answers what was wrong, one line each. */
async function attack({ baseUrl }: Server, attacks: readonly Attack[]): Promise<string[]> {
  const faults: string[] = [];
  const waiting = attacks.values();
  const work = async () => {
    for (const each of waiting) {
      const reply = await call(baseUrl, each.call).catch((error: Error) => error);
      const fault = reply instanceof Error ? `no answer: ${String(reply.cause)}` : faultOf(each.wire, reply);
      const unexpected = fault === null && each.expect && !(reply instanceof Error) && !each.expect(reply) ? `${reply.status} ${reply.text.slice(0, 200)}` : null;
      if (fault ?? unexpected) faults.push(`${each.name}: ${fault ?? unexpected}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}

const isRefused = ({ status }: Reply): boolean => status >= 400;
const isStatus = (...statuses: readonly number[]) => ({ status }: Reply): boolean => statuses.includes(status);

/** A good credential for the endpoint, and all else that it needs. */
const goodHeaders = (endpoint: Endpoint): Record<string, string> => ({
  'content-type': 'application/json',
  ...wireHeaders(endpoint),
  ...credentialHeaders(world, preferred(endpoint)),
});

const preferred = ({ credentials }: Endpoint): CredentialKind => credentials.find((kind) => kind !== 'none') ?? 'none';

const send = (endpoint: Endpoint, body: HostileBody, expected?: Attack['expect']): Attack => ({
  name: `${nameOf(endpoint)} with ${body.name}`,
  wire: endpoint.wire,
  call: { method: endpoint.method, path: pathOf(world, endpoint), headers: goodHeaders(endpoint), body: body.text },
  expect: expected,
});

/** Rows that hostile input must not add or change. Refunds are left out: `{}` rightly asks for a whole one; that spoilt ones are refused is each attack's own matter. */
const moneyState = ({ dataDir }: Server) =>
  queryAsOwner(
    dataDir,
    `select (select count(*) from purchase_order) as orders, (select count(*) from network_transaction) as charges, (select count(*) from ledger_transfer where kind <> 'refund') as transfers,
            (select count(*) from payment_token) as tokens, (select count(*) from agent_payment) as payments, (select count(*) from app_user) as users`,
  );

/** Takes no closed set of fields: RFC 6749 and JSON-RPC's readers ignore what they do not know, ACP's cancel is open, evidence that has more in it gets a verdict. */
const takesMore = ({ wire, path }: Endpoint): boolean => wire === 'oauth' || wire === 'mcp' || path.endsWith('/cancel') || path === '/api/evidence/verify';

for (const wire of WIRES.filter((each) => withBody(each).length > 0)) {
  test(`${wire}: no hostile body is taken, and none breaks anything`, async ({ server }) => {
    const before = await moneyState(server);
    const attacks = withBody(wire).flatMap((endpoint) => {
      const sample = sampleBody(world, endpoint);
      if (sample === null) return [...NEVER_VALID, { name: 'nothing', text: '' }].map((body) => send(endpoint, body));
      return [
        ...NEVER_VALID.map((body) => send(endpoint, body, isRefused)),
        ...spoilt(sample).map((body) => send(endpoint, body)),
        ...enlarged(sample).map((body) => send(endpoint, body, takesMore(endpoint) ? undefined : isRefused)),
        ...polluting(sample).map((body) => send(endpoint, body)),
        send(endpoint, { name: 'nothing', text: '' }),
        send(endpoint, { name: 'an empty object', text: '{}' }),
      ];
    });
    expect(await attack(server, attacks)).toEqual([]);
    if (wire !== 'testing' && wire !== 'account') expect(await moneyState(server)).toEqual(before);
  });
}

test('a body over the limit is 413, declared or not', async ({ server }) => {
  const reading = endpoints.filter((each) => withBody(each.wire).includes(each) && sampleBody(world, each) !== null);
  expect(await attack(server, reading.map((endpoint) => send(endpoint, { name: 'two megabytes', text: TOO_LARGE }, isStatus(413))))).toEqual([]);

  await test.step('in chunks', async () => {
    for (const endpoint of reading) {
      const body = new Blob([TOO_LARGE]).stream();
      const headers = goodHeaders(endpoint);
      const response = await fetch(server.baseUrl + pathOf(world, endpoint), { method: endpoint.method, headers, body, duplex: 'half' } as RequestInit);
      expect(response.status, nameOf(endpoint)).toBe(413);
      await response.arrayBuffer();
    }
  });
});

test('credentials: none, garbage, and those of other kinds are 401 in the shape of the wire', async ({ server }) => {
  const others: Record<string, Record<string, string>> = {
    'no credential': {},
    garbage: { authorization: 'Bearer garbage' },
    'an empty bearer': { authorization: 'Bearer ' },
    'a scheme of its own': { authorization: 'Hoba x' },
    'half a token': { authorization: `Bearer ${world.token.slice(0, -20)}` },
    'a token without a signature': { authorization: `Bearer ${withoutSignature(world.token)}` },
    'a long bearer': { authorization: `Bearer ${'x'.repeat(8_000)}` },
    'a payment token': { authorization: `Bearer vt_${'a'.repeat(43)}` },
    'basic garbage': { authorization: 'Basic ////' },
    'a cookie of nobody': { cookie: 'authjs.session-token=garbage', origin: world.owner.origin },
    ...Object.fromEntries(KINDS.map((kind) => [kind, credentialHeaders(world, kind)])),
  };
  const attacks = endpoints
    .filter(({ credentials }) => !credentials.includes('none'))
    .flatMap((endpoint) =>
      Object.entries(others)
        .filter(([name]) => !endpoint.credentials.some((kind) => kind === name || (kind === 'partner_key' && name === 'operator_key'))) // an operator is every merchant's partner
        .map(([name, credential]): Attack => {
          const headers = { 'content-type': 'application/json', ...wireHeaders(endpoint), ...credential };
          const body = endpoint.method === 'GET' || endpoint.method === 'DELETE' ? undefined : '{"grant_type":"client_credentials","token":"x"}';
          const path = pathOf(world, endpoint);
          return { name: `${nameOf(endpoint)} with ${name}`, wire: endpoint.wire, call: { method: endpoint.method, path, headers, body }, expect: isStatus(401) };
        }),
    );
  expect(await attack(server, attacks)).toEqual([]);
});

const KINDS: readonly CredentialKind[] = ['agent_token', 'merchant_key', 'operator_key', 'operator_session', 'owner_session', 'merchant_session', 'oauth_client'];

/** `alg: none`, and nothing behind the last dot. */
function withoutSignature(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  return `${header}.${token.split('.')[1] ?? ''}.`;
}

for (const [kind, of] of [['owner_session', 'owner'], ['merchant_session', 'merchantOwner'], ['operator_session', 'operator']] as const) test(`the cookie of ${kind} writes from our own pages only`, async ({ server }) => {
  const writes = endpoints.filter(({ credentials, method }) => credentials.includes(kind) && method !== 'GET');
  expect(writes.length).toBeGreaterThan(3);
  const origins: Record<string, Record<string, string>> = {
    'a foreign origin': { origin: 'https://evil.example' },
    'another port': { origin: `${new URL(world.owner.origin).origin.slice(0, -1)}` },
    'the origin null': { origin: 'null' },
    'no origin': {},
    'a cross-site fetch': { 'sec-fetch-site': 'cross-site' },
    'a same-site fetch': { 'sec-fetch-site': 'same-site' },
  };
  const attacks = writes.flatMap((endpoint) =>
    Object.entries(origins).map(([name, origin]): Attack => ({
      name: `${nameOf(endpoint)} from ${name}`,
      wire: endpoint.wire,
      call: { method: endpoint.method, path: pathOf(world, endpoint), headers: { 'content-type': 'application/json', cookie: world[of].cookie, ...origin }, body: '{}' },
      expect: isStatus(403),
    })),
  );
  expect(await attack(server, attacks)).toEqual([]);
});

const STRANGE_IDS = [
  '%00', 'a%00b', '%ff', '%C0%AF', 'a%2Fb', '%2e%2e%2f', '%F0%9F%98%80', '%ED%A0%80', 'null', 'undefined', '__proto__', 'constructor', '-1', '1e9',
  "'%20or%20'1'='1", '00000000-0000-4000-8000-000000000000', '00000000-0000-0000-0000-00000000000g', '%0d%0aSet-Cookie:x=1', '%E2%80%AE', 'a'.repeat(5_000),
];

/** Without one it is 400, whatever the id. */
const TAKES_A_FILE = 'PUT /merchant/menu/items/[sku]/photo';

test('ids that nothing has are 404', async ({ server }) => {
  const attacks = endpoints
    .filter((endpoint) => endpoint.path.includes('[') && nameOf(endpoint) !== TAKES_A_FILE)
    .flatMap((endpoint) =>
      STRANGE_IDS.map((id): Attack => {
        const body = endpoint.method === 'GET' || endpoint.method === 'DELETE' ? undefined : JSON.stringify(sampleBody(world, endpoint) ?? {});
        const path = pathOf(world, endpoint, id);
        return { name: `${nameOf(endpoint)} for ${id.slice(0, 40)}`, wire: endpoint.wire, call: { method: endpoint.method, path, headers: { ...goodHeaders(endpoint), origin: world.owner.origin }, body }, expect: isStatus(404) };
      }),
    );
  expect(await attack(server, attacks)).toEqual([]);
});

test('queries that make no sense break nothing', async ({ server }) => {
  const names = ['cursor', 'limit', 'payment_method_id', 'agent_only', 'token', 'q'];
  const values = ['', '%00', '%ff', '-1', '1e400', '999999999999999999999', "'", '__proto__', 'a'.repeat(4_000), '%F0%9F%98%80', '[]'];
  const attacks = endpoints
    .filter(({ method, path }) => method === 'GET' && path !== '/api/account/verify-email')
    .flatMap((endpoint) =>
      [...names.flatMap((name) => values.map((value) => `?${name}=${value}`)), '?cursor=a&cursor=b', '?%', '?=', '?[]=1', `?${'a&'.repeat(3_000)}`].map(
        (query): Attack => ({
          name: `${nameOf(endpoint)}${query.slice(0, 40)}`,
          wire: endpoint.wire,
          call: { path: pathOf(world, endpoint) + query, headers: goodHeaders(endpoint) },
        }),
      ),
    );
  expect(await attack(server, attacks)).toEqual([]);
});

test('headers that make no sense break nothing', async ({ server }) => {
  const strange: Record<string, string>[] = [
    { 'idempotency-key': 'x'.repeat(256) }, { 'idempotency-key': '' }, { 'idempotency-key': '\u00e9\u00ff' }, { 'idempotency-key': "'; drop table x; --" },
    { 'api-version': '' }, { 'api-version': '2026-04-17, 2025-09-29' }, { 'api-version': '9999-99-99' }, { 'api-version': '__proto__' },
    { 'x-merchant-handle': '' }, { 'x-merchant-handle': '..' }, { 'x-merchant-handle': 'x'.repeat(4_000) }, { 'x-merchant-handle': '__proto__' },
    { 'content-type': 'text/xml' }, { 'content-type': 'multipart/form-data' }, { 'content-type': 'application/json; charset=utf-16' }, { 'content-type': ';' },
    { 'request-id': 'x'.repeat(4_000) }, { 'x-request-id': '"\\n' }, { 'request-id': '\u00e9' }, { 'content-encoding': 'gzip' },
    { 'accept-language': 'x'.repeat(4_000) }, { 'x-forwarded-for': 'not, an, address' }, { 'x-forwarded-host': 'evil.example' }, { 'x-http-method-override': 'DELETE' },
    { cookie: `authjs.session-token=${'x'.repeat(4_000)}` }, { cookie: 'authjs.session-token.0=a; authjs.session-token.1=b' }, { cookie: '=;;=' },
  ];
  const attacks = endpoints
    .filter(({ method }) => method !== 'DELETE')
    .flatMap((endpoint) =>
      strange.map((headers): Attack => {
        const body = endpoint.method === 'GET' ? undefined : JSON.stringify(sampleBody(world, endpoint) ?? {});
        const call = { method: endpoint.method, path: pathOf(world, endpoint), headers: { ...goodHeaders(endpoint), ...headers }, body };
        return { name: `${nameOf(endpoint)} with ${JSON.stringify(headers).slice(0, 60)}`, wire: endpoint.wire, call };
      }),
    );
  expect(await attack(server, attacks)).toEqual([]);
});

test('methods that a path has not are 405 with Allow, HEAD is GET without a body, OPTIONS names the methods', async ({ server }) => {
  const paths = new Map<string, Endpoint[]>();
  for (const each of endpoints) paths.set(each.path, [...(paths.get(each.path) ?? []), each]);
  const faults: string[] = [];
  for (const [first, ...more] of paths.values()) {
    if (!first) continue;
    const methods = [first, ...more].map(({ method }) => method);
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted().join(', ');
    const path = pathOf(world, first);
    for (const method of METHODS.filter((each) => !methods.includes(each))) {
      const reply = await call(server.baseUrl, { method, path });
      if (reply.status !== 405 || faultOf(first.wire, reply) !== null) faults.push(`${method} ${first.path}: ${reply.status} ${reply.text.slice(0, 100)}`);
      if (reply.headers.get('allow') !== allow) faults.push(`${method} ${first.path} allows ${reply.headers.get('allow')}, not ${allow}`);
    }
    const options = await call(server.baseUrl, { method: 'OPTIONS', path });
    if (options.status !== 204 || options.headers.get('allow') !== allow) faults.push(`OPTIONS ${first.path}: ${options.status} ${options.headers.get('allow')}`);
    if (!methods.includes('GET')) continue;
    const headers = goodHeaders(first);
    const [get, head] = [await call(server.baseUrl, { path, headers }), await call(server.baseUrl, { method: 'HEAD', path, headers })];
    if (head.status !== get.status || head.text !== '') faults.push(`HEAD ${first.path}: ${head.status}, GET ${get.status}`);
  }
  expect(faults).toEqual([]);
});

const UNKNOWN: Record<WireName, readonly string[]> = {
  acp: ['/checkout_sessions/1/2', '/checkout_sessions/1/complete/2', '/carts/1/2', '/carts/1/cancel/2', '/delegate_authentication/1/2', '/agentic_commerce', '/agentic_commerce/nothing', '/m/regal-moose/carts/1/2'],
  acs: ['/bank/acs', '/bank/acs/nothing', '/bank/acs/challenge/1/2'],
  pay: ['/pay', '/pay/1/2', '/pay/1/authentication/2'],
  sacp: ['/api/agent', '/api/agent/v1/nothing', '/api/agent/v2/products', '/api/step-up', '/api/v1/payments', '/api/v1/payments/a/b/c', '/api/bank/nothing'],
  oauth: ['/api/agent/v1/oauth', '/api/agent/v1/oauth/nothing', '/.well-known/jwks.json/x'],
  ucp: ['/ucp', '/ucp/v1/nothing', '/.well-known/ucp/x', '/m/regal-moose/.well-known/ucp/x'],
  account: ['/api/account', '/api/account/nothing', '/api/demo/nothing'],
  orchestrator: ['/api/v1/ops', '/api/v1/ops/nothing'],
  testing: ['/testing', '/testing/nothing'],
  quote: ['/v1', '/v1/nothing', '/m/regal-moose/v1/nothing'],
  console: ['/merchant', '/merchant/nothing'],
  pass: ['/orders/1/pass/nothing', '/orders/1/pass/cancel/2'],
  partner: ['/partner', '/partner/nothing'],
  mcp: ['/mcp/nothing', '/m/regal-moose/mcp/nothing'],
  platform: ['/api', '/api/nothing', '/api/v1/nothing', '/health/nothing', '/ready/nothing', '/.well-known/nothing', '/m/regal-moose', '/m/regal-moose/nothing', '/m//nothing'],
};

test('a path that nothing answers is 404 in the shape of the wire whose prefix it has', async ({ server }) => {
  const attacks = Object.entries(UNKNOWN).flatMap(([wire, paths]) =>
    paths.flatMap((path) =>
      METHODS.map((method): Attack => ({ name: `${method} ${path}`, wire: wire as WireName, call: { method, path }, expect: isStatus(404) })),
    ),
  );
  expect(await attack(server, attacks)).toEqual([]);
});

test('a merchant that nobody is, or two at once, is no other merchant', async ({ server }) => {
  await queryAsOwner(server.dataDir, `update merchant_storefront set status = 'live'`); // a request of before may have taken one offline
  const ofMerchant = endpoints.filter(({ tenant }) => tenant === 'merchant');
  const cases: { name: string; prefix: string; headers: Record<string, string>; status: number }[] = [
    { name: 'nobody in the path', prefix: '/m/nobody-at-all', headers: {}, status: 404 },
    { name: 'nobody in the header', prefix: '', headers: { 'x-merchant-handle': 'nobody-at-all' }, status: 404 },
    { name: 'two merchants', prefix: '/m/regal-moose', headers: { 'x-merchant-handle': 'au-comptoir-a-patons' }, status: 400 },
  ];
  const attacks = ofMerchant.flatMap((endpoint) =>
    cases.map(({ name, prefix, headers, status }): Attack => ({
      name: `${nameOf(endpoint)} of ${name}`,
      wire: endpoint.wire,
      call: {
        method: endpoint.method,
        path: prefix + pathOf(world, endpoint),
        headers: { ...goodHeaders(endpoint), ...headers },
        body: endpoint.method === 'GET' || endpoint.method === 'DELETE' ? undefined : JSON.stringify(sampleBody(world, endpoint) ?? {}),
      },
      expect: isStatus(status),
    })),
  );
  expect(await attack(server, attacks)).toEqual([]);
});

test('pages answer strange addresses without a fault of ours', async ({ server }) => {
  const places = ['/approve/', '/orders/', '/dashboard/orders/', '/wallet/agents/', '/', '/m/', '/sign-in?callbackUrl=', '/wallet/activity?cursor=', '/bank?cursor='];
  const faults: string[] = [];
  for (const cookie of ['', world.owner.cookie, world.merchantOwner.cookie]) {
    for (const path of places.flatMap((place) => STRANGE_IDS.map((id) => place + id))) {
      const { status } = await call(server.baseUrl, { path, headers: { cookie } });
      if (status >= 500) faults.push(`${status} ${path.slice(0, 60)} ${cookie === '' ? 'signed out' : 'signed in'}`);
    }
  }
  expect(faults).toEqual([]);
});

/** Sends a request line and a Host as they are given: fetch would tidy them. */
const raw = (server: Server, options: { path: string; method?: string; host?: string }): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { host: options.host ?? `localhost:${server.port}` };
    const sent = httpRequest({ port: server.port, host: '127.0.0.1', path: options.path, method: options.method, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject).end();
  });

test('request targets and hosts that make no sense break nothing', async ({ server }) => {
  const paths = ['//', '/..', '/../../etc/passwd', '/checkout_sessions/..', '/./carts', '//evil.example/carts', '/%', '/%zz', '/api/%', '/?', '/#', '*', 'http://evil.example/carts'];
  for (const path of paths) expect(await raw(server, { path }), path).toBeLessThan(500);
  for (const host of ['evil.example', 'regal-moose.localhost', '..', '[::1]', 'localhost:99999', 'x'.repeat(300)]) {
    for (const path of ['/.well-known/ucp', '/', '/sign-in', '/api/auth/csrf']) expect(await raw(server, { path, host }), `${host} ${path}`).toBeLessThan(500);
  }
  for (const method of ['PROPFIND', 'TRACE', 'LOCK']) expect(await raw(server, { path: '/checkout_sessions', method }), method).toBe(405);
});

test('clients that go away in the middle of a body, or in the middle of the answer, take nothing with them', async ({ server }) => {
  const token = `Bearer ${world.token}`;
  const heads = ['content-length: 100000', 'transfer-encoding: chunked', 'content-length: 3000000', 'content-length: 10'];
  const targets = ['/checkout_sessions', '/api/agent/v1/payments/token', '/api/account/sign-up', '/api/auth/callback/credentials', '/wallet'];
  for (const head of heads) {
    for (const target of targets) {
      for (const body of ['', 'ffff\r\n{"a":', 'x'.repeat(200_000)]) {
        await leave(server, `POST ${target} HTTP/1.1\r\nhost: localhost:${server.port}\r\nauthorization: ${token}\r\napi-version: 2026-04-17\r\n${head}\r\n\r\n${body}`);
      }
    }
  }
  expect((await call(server.baseUrl, { path: '/ready' })).status).toBe(200);
});

/** Sends this and cuts the connection as soon as it is sent. */
const leave = ({ port }: Server, text: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.write(text, () => socket.resetAndDestroy());
  });

test('the server is as ready as before', async ({ server }) => {
  expect((await call(server.baseUrl, { path: '/ready' })).status).toBe(200);
  expect(server.output()).not.toMatch(/"level":(50|60|"error"|"fatal")/);
});
