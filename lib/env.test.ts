import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

const KEYS = `k1:${randomBytes(32).toString('base64')}`;
const DATABASE_URL = 'postgresql://app:hidden@db.example:5432/shop';
const DEPLOYMENT = {
  NODE_ENV: 'production',
  DATABASE_URL,
  AUTH_SECRET: 'a'.repeat(32),
  COUNTERSIGN_KEYS: KEYS,
  OPERATOR_API_KEY: 'o'.repeat(32),
  PUBLIC_BASE_URL: 'https://shop.example',
};

const envOf = (source: Record<string, string>) => {
  const parsed = parseEnv(source);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.env;
};

const faultsOf = (source: Record<string, string>): readonly string[] => {
  const parsed = parseEnv(source);
  return parsed.ok ? [] : parsed.faults;
};

describe('an empty environment', () => {
  it('is a demo on the embedded database, for this machine alone', () => {
    expect(envOf({})).toMatchObject({
      port: 3000, host: '127.0.0.1', publicOrigin: 'http://localhost:3000', logLevel: 'info', role: 'all', databaseUrl: null, migrationUrl: null,
      deployment: false, demo: true, testMode: false, entrance: 'table', trustProxyHops: 0, poolMax: 20, drainSeconds: 10, completionLeaseSeconds: 30, tracing: null,
      keys: null, authSecret: null, operatorApiKey: null, failpoint: null, publicApiAuthMode: 'open',
    });
    expect(envOf({}).dataDir).toMatch(/\/\.countersign$/);
  });

  it('is what empty variables make, too', () => {
    expect(envOf({ PORT: '', DATABASE_URL: ' ', ROLE: '', COUNTERSIGN_TEST: '' })).toEqual(envOf({}));
  });
});

it('takes the public origin from PUBLIC_BASE_URL, else from PORT', () => {
  expect(envOf({ PORT: '4100' }).publicOrigin).toBe('http://localhost:4100');
  expect(envOf({ PORT: '4100', PUBLIC_BASE_URL: 'https://Shop.example/' }).publicOrigin).toBe('https://shop.example');
});

describe('tracing', () => {
  it('goes to where its standard variables say', () => {
    expect(envOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318/' }).tracing).toEqual({ tracesUrl: 'http://collector.example:4318/v1/traces', headers: {}, serviceName: 'countersign' });
    const named = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, x=y=z', OTEL_SERVICE_NAME: 'shop' };
    expect(envOf(named).tracing).toEqual({ tracesUrl: 'https://traces.example/in', headers: { 'api-key': 'a b', x: 'y=z' }, serviceName: 'shop' });
  });

  it('is refused where they say nothing that can be followed, without repeating it', () => {
    const faults = faultsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318', OTEL_EXPORTER_OTLP_HEADERS: 'hidden' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS']);
    expect(faults.join()).not.toContain('hidden');
  });
});

describe('signing in with Google', () => {
  const GOOGLE = { GOOGLE_OAUTH_CLIENT_ID: 'id', GOOGLE_OAUTH_CLIENT_SECRET: 'hidden' };

  it('is offered with both halves of its client, at Google unless another issuer is named', () => {
    expect(envOf({}).google).toBeNull();
    expect(envOf(GOOGLE).google).toEqual({ clientId: 'id', clientSecret: 'hidden', issuer: 'https://accounts.google.com' });
    expect(envOf({ ...GOOGLE, GOOGLE_OAUTH_ISSUER: 'http://127.0.0.1:9' }).google?.issuer).toBe('http://127.0.0.1:9');
  });

  it('is refused with one half alone, or an issuer that is neither https nor this machine', () => {
    expect(faultsOf({ GOOGLE_OAUTH_CLIENT_ID: 'id' })).toEqual([expect.stringContaining('come together')]);
    expect(faultsOf({ ...GOOGLE, GOOGLE_OAUTH_ISSUER: 'http://issuer.example' })).toEqual([expect.stringMatching(/^GOOGLE_OAUTH_ISSUER /)]);
  });
});

it.each([
  [{}, true],
  [{ COUNTERSIGN_DEMO: '0' }, false],
  [{ DATABASE_URL }, false],
  [{ DATABASE_URL, COUNTERSIGN_DEMO: '1' }, true],
  [DEPLOYMENT, false],
  [{ ...DEPLOYMENT, COUNTERSIGN_DEMO: '1' }, true],
])('%j: the demo world is %s', (source, demo) => {
  expect(envOf(source).demo).toBe(demo);
});

it.each([
  [{ NODE_ENV: 'production' }, false],
  [{ DATABASE_URL }, false],
  [DEPLOYMENT, true],
  [{ ...DEPLOYMENT, COUNTERSIGN_DEPLOYMENT: '0' }, false],
  [{ ...DEPLOYMENT, NODE_ENV: 'development', COUNTERSIGN_DEPLOYMENT: '1' }, true],
])('%j: a deployment is %s', (source, deployment) => {
  expect(envOf(source).deployment).toBe(deployment);
});

it('believes the consent proofs of those that are named, and needs one where that is asked for', () => {
  expect(envOf({}).consent).toEqual({ required: false, trustedIssuers: [] });
  expect(envOf({ AP2_STRICT: '1', AP2_TRUSTED_ISSUERS: 'https://wallet.example/ap2 , http://127.0.0.1:4000,' }).consent).toEqual({
    required: true, trustedIssuers: ['https://wallet.example/ap2', 'http://127.0.0.1:4000'],
  });
});

describe('a deployment', () => {
  it.each(['AUTH_SECRET', 'COUNTERSIGN_KEYS', 'OPERATOR_API_KEY', 'PUBLIC_BASE_URL'] as const)('is refused without %s, by name', (name) => {
    expect(faultsOf({ ...DEPLOYMENT, [name]: '' })).toEqual([expect.stringMatching(new RegExp(`^${name} is missing: `))]);
  });

  it('is told everything that is missing at once, next to what is wrong', () => {
    const faults = faultsOf({ NODE_ENV: 'production', DATABASE_URL, PORT: 'many' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'AUTH_SECRET', 'COUNTERSIGN_KEYS', 'OPERATOR_API_KEY', 'PUBLIC_BASE_URL']);
  });

  it('refuses the test mode', () => {
    expect(faultsOf({ ...DEPLOYMENT, COUNTERSIGN_TEST: '1' })).toEqual([expect.stringContaining('refused in a deployment')]);
  });
});

describe('a fault is one sentence that begins with its variable', () => {
  it.each([
    ['PORT', '0'], ['PORT', '65536'], ['PORT', '3000.5'], ['PORT', '-1'], ['PORT', 'http'],
    ['HOST', 'a host'],
    ['PUBLIC_BASE_URL', 'shop.example'], ['PUBLIC_BASE_URL', 'https://shop.example/path'], ['PUBLIC_BASE_URL', 'ftp://shop.example'],
    ['PUBLIC_BASE_URL', 'https://user:word@shop.example'], ['PUBLIC_BASE_URL', 'https://shop.example?x=1'],
    ['LOG_LEVEL', 'loud'], ['ROLE', 'cook'], ['COUNTERSIGN_DEMO', 'yes'], ['COUNTERSIGN_TEST', 'true'], ['COUNTERSIGN_ENTRANCE', 'back'],
    ['DATABASE_URL', 'mysql://db/shop'], ['DATABASE_URL', 'db'],
    ['COUNTERSIGN_KEYS', 'k1:c2hvcnQ='], ['COUNTERSIGN_KEYS', 'nothing'],
    ['AUTH_SECRET', 'short'], ['OPERATOR_API_KEY', 'short'],
    ['AP2_STRICT', 'yes'], ['AP2_TRUSTED_ISSUERS', 'wallet.example'], ['AP2_TRUSTED_ISSUERS', 'https://wallet.example, http://wallet.example'], ['AP2_TRUSTED_ISSUERS', 'https://wallet.example?x=1'],
    ['TRUST_PROXY', 'true'], ['POOL_MAX', '1'], ['DRAIN_SECONDS', '601'], ['COMPLETION_LEASE_SECONDS', '0'],
  ])('%s=%s', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must .*\\.$`))]);
  });

  it.each([
    [{ COUNTERSIGN_TEST: '1', DATABASE_URL }, 'COUNTERSIGN_TEST=1 needs the embedded database'],
    [{ COUNTERSIGN_TEST: '1', HOST: '0.0.0.0' }, 'COUNTERSIGN_TEST=1 needs a loopback HOST'],
    [{ DATABASE_MIGRATION_URL: DATABASE_URL }, 'DATABASE_MIGRATION_URL needs DATABASE_URL'],
    [{ COUNTERSIGN_FAILPOINT: 'after-authorize' }, 'COUNTERSIGN_FAILPOINT is for tests'],
    [{ VAPID_PUBLIC_KEY: Buffer.alloc(65, 4).toString('base64url') }, 'VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY come together'],
    [{ STRIPE_SECRET_KEY: 'sk_test_x' }, 'STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET come together'],
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_x' }, 'STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET come together'],
    [{ STRIPE_API_BASE: 'https://stripe.example' }, 'STRIPE_API_BASE needs STRIPE_SECRET_KEY'],
    [{ STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_x' }, 'STRIPE_CONNECT_WEBHOOK_SECRET needs STRIPE_SECRET_KEY'],
    [{ COUNTERSIGN_ENTRANCE: 'next' }, 'COUNTERSIGN_ENTRANCE=next is for tests'],
  ])('%j', (source, fault) => {
    expect(faultsOf(source)).toEqual([expect.stringContaining(fault)]);
  });

  it('never repeats a value', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://app:hidden@db', AUTH_SECRET: 'hidden', COUNTERSIGN_KEYS: 'hidden' });
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toContain('hidden');
  });
});

describe('Stripe', () => {
  const KEYS = { STRIPE_SECRET_KEY: 'rk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' };

  it('is off unless it is configured', () => {
    expect(envOf({}).stripe).toBeNull();
  });

  it.each([
    ['STRIPE_SECRET_KEY', 'pk_test_public'], ['STRIPE_WEBHOOK_SECRET', 'sk_test_mixed_up'],
    ['STRIPE_API_BASE', 'http://stripe.example'], ['STRIPE_API_BASE', 'https://stripe.example/v1'], ['STRIPE_API_BASE', 'stripe.example'],
  ])('is refused with %s=%s, which is not repeated', (name, value) => {
    const [fault = '', ...others] = faultsOf({ ...KEYS, [name]: value });
    expect(others).toEqual([]);
    expect(fault).toMatch(new RegExp(`^${name} must .*\\.$`));
    expect(fault).not.toContain(value);
  });

  it.each([
    [{}, null],
    [{ STRIPE_API_BASE: 'https://stripe.example' }, 'https://stripe.example'],
    [{ STRIPE_API_BASE: 'http://127.0.0.1:4010' }, 'http://127.0.0.1:4010'],
    [{ STRIPE_API_BASE: 'http://[::1]:4010' }, 'http://[::1]:4010'],
  ])('is reached at %j', (more, apiBase) => {
    expect(envOf({ ...KEYS, ...more }).stripe).toEqual({ secretKey: 'rk_test_x', webhookSecret: 'whsec_x', connectWebhookSecret: null, apiBase });
  });
});

describe('mail', () => {
  const FROM = { ORDER_RECEIPT_FROM_EMAIL: 'Shop <orders@shop.example>' };

  it('is carried by nobody until a provider is set, and order passes are where the public is', () => {
    expect(envOf({ PORT: '4100' })).toMatchObject({ mail: { provider: 'noop' }, orderPassBaseUrl: 'http://localhost:4100' });
    expect(envOf({ ORDER_PASS_BASE_URL: 'https://pass.example/a/' }).orderPassBaseUrl).toBe('https://pass.example/a');
  });

  it('goes by SMTP as its URL says, or host, port, user and password', () => {
    const smtp = { EMAIL_PROVIDER: 'smtp', ...FROM };
    const from = FROM.ORDER_RECEIPT_FROM_EMAIL;
    expect(envOf({ ...smtp, SMTP_URL: 'smtps://me:p%40ss@mail.example' }).mail).toEqual({ provider: 'smtp', from, host: 'mail.example', port: 465, secure: true, user: 'me', password: 'p@ss' });
    expect(envOf({ ...smtp, SMTP_URL: 'smtp://mail.example' }).mail).toEqual({ provider: 'smtp', from, host: 'mail.example', port: 587, secure: false, user: null, password: null });
    expect(envOf({ ...smtp, SMTP_HOST: 'mail.example', SMTP_PORT: '25', SMTP_USER: 'me', SMTP_PASSWORD: 'p' }).mail).toMatchObject({ port: 25, secure: false, user: 'me', password: 'p' });
  });

  it.each([
    [{ EMAIL_PROVIDER: 'smtp' }, ['ORDER_RECEIPT_FROM_EMAIL is missing', 'SMTP_URL is missing']],
    [{ EMAIL_PROVIDER: 'resend' }, ['ORDER_RECEIPT_FROM_EMAIL is missing', 'RESEND_API_KEY is missing']],
    [{ EMAIL_PROVIDER: 'resend', ...FROM, RESEND_API_KEY: 're_x', RESEND_API_BASE: 'http://mail.example' }, ['RESEND_API_BASE must be']],
    [{ EMAIL_PROVIDER: 'smtp', ...FROM, SMTP_URL: 'https://mail.example' }, ['SMTP_URL must be']],
    [{ ORDER_RECEIPT_FROM_EMAIL: 'a@shop.example, b@evil.example' }, ['ORDER_RECEIPT_FROM_EMAIL must be']],
    [{ EMAIL_PROVIDER: 'pigeon' }, ['EMAIL_PROVIDER must be one of smtp, resend, noop']],
  ])('%j is refused, each fault by name', (source, faults) => {
    const told = faultsOf(source);
    expect(told).toHaveLength(faults.length);
    for (const fault of faults) expect(told).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });
});

describe('services of the operator', () => {
  const NONE = { catalog: null, pricing: null, tax: null, geo: null, payment: null, receipt: null };

  it('are none until one is named', () => {
    expect(envOf({}).downstream).toEqual({ urls: NONE, token: null });
  });

  it('may be in the private network, over http, each by itself', () => {
    expect(envOf({ TAX_BASE_URL: 'http://10.0.0.7:8080/tax', DOWNSTREAM_BEARER_TOKEN: 'abc.def' }).downstream).toEqual({ urls: { ...NONE, tax: 'http://10.0.0.7:8080/tax' }, token: 'abc.def' });
  });

  it.each([
    [{ GEO_BASE_URL: 'ftp://geo.internal' }, 'GEO_BASE_URL must be http or https'],
    [{ GEO_BASE_URL: 'http://me:secret@geo.internal' }, 'GEO_BASE_URL must be http or https'],
    [{ GEO_BASE_URL: 'http://geo.internal?x=1' }, 'GEO_BASE_URL must be http or https'],
    [{ GEO_BASE_URL: 'http://geo.internal', DOWNSTREAM_BEARER_TOKEN: 'two words' }, 'DOWNSTREAM_BEARER_TOKEN must be'],
    [{ DOWNSTREAM_BEARER_TOKEN: 'abc' }, 'DOWNSTREAM_BEARER_TOKEN needs one of'],
  ])('%j is refused', (source, fault) => {
    expect(faultsOf(source)).toEqual([expect.stringContaining(fault)]);
  });
});
