import path from 'node:path';
import { z } from 'zod';
import { OTHER_NAMES, withConfigFile, withOtherNames, type Source } from './env-source';
import { createKeyring } from '@/lib/kernel/keyring';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';

/** Who carries mails. `from` is an address, or a name with an address behind it: Shop <orders@shop.example>. */
export type MailConfig =
  | { readonly provider: 'noop' }
  | { readonly provider: 'smtp'; readonly from: string; readonly host: string; readonly port: number; readonly secure: boolean; readonly user: string | null; readonly password: string | null }
  /** `apiBase` null: Resend itself. */
  | { readonly provider: 'resend'; readonly from: string; readonly apiKey: string; readonly apiBase: string | null };

/** Where spans go: the whole address, what is sent along, and who they are of. */
export type TracingConfig = { readonly tracesUrl: string; readonly headers: Readonly<Record<string, string>>; readonly serviceName: string };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** SMTP within TLS from its first byte (RFC 8314). */
const IMPLICIT_TLS_PORT = 465;
/** What the orchestrator asks services for. */
const DOWNSTREAM = ['catalog', 'pricing', 'tax', 'geo', 'payment', 'receipt'] as const;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** How this process was asked to run: the environment, parsed. Secrets are null where they are to be generated. */
export type Env = {
  readonly port: number;
  readonly host: string;
  /** Scheme, host and port, as people and agents reach us. */
  readonly publicOrigin: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly role: 'web' | 'worker' | 'all';
  /** Null: the embedded database of `dataDir`. */
  readonly databaseUrl: string | null;
  /** Owns the tables and migrates; null: `databaseUrl` does. */
  readonly migrationUrl: string | null;
  readonly dataDir: string;
  /** Production on a database of its own: no demo world, no generated secrets. */
  readonly deployment: boolean;
  readonly demo: boolean;
  readonly testMode: boolean;
  readonly entrance: 'table' | 'next';
  readonly keys: string | null;
  readonly authSecret: string | null;
  readonly operatorApiKey: string | null;
  /** A key that the operator chose for one merchant (its handle), under the name of who calls with it; null: none. */
  readonly bearer: { readonly token: string; readonly tenant: string; readonly caller: string } | null;
  /** Of Web Push; null: derived from the encryption keys. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string } | null;
  /** Null: every payment goes to the simulated network. `apiBase` null: Stripe itself. */
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string; readonly connectWebhookSecret: string | null; readonly apiBase: string | null } | null;
  readonly mail: MailConfig;
  /** Where the links of order passes lead: scheme, host and port, maybe with a path. */
  readonly orderPassBaseUrl: string;
  /** Signing in with Google; null: not offered. */
  readonly google: { readonly clientId: string; readonly clientSecret: string; readonly issuer: string } | null;
  /** Whether /v1/** asks for a scoped X-API-Key. */
  readonly publicApiAuthMode: 'open' | 'api-key';
  /** Consent proofs of AP2 at the orchestrator's checkout: whether one is needed, and whose are believed (URLs). */
  readonly consent: { readonly required: boolean; readonly trustedIssuers: readonly string[] };
  /** Services of the operator's in the place of what is built in, by base URL; null: what is built in. `token` is sent to each as a Bearer. */
  readonly downstream: { readonly urls: Readonly<Record<(typeof DOWNSTREAM)[number], string | null>>; readonly token: string | null };
  /** How many proxies of ours stand in front. */
  readonly trustProxyHops: number;
  readonly poolMax: number;
  readonly drainSeconds: number;
  readonly completionLeaseSeconds: number;
  readonly failpoint: string | null;
  /** OpenTelemetry; null: nothing is traced. */
  readonly tracing: TracingConfig | null;
};

const wholeNumber = (min: number, max: number, otherwise: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d{1,9}$/, message).transform(Number).refine((value) => value >= min && value <= max, message).default(otherwise);
};

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, `must be one of ${values.join(', ')}`);

const secret = (minLength: number) => z.string().min(minLength, `must have at least ${minLength} characters`).optional();

const base64urlOf = (bytes: number) =>
  z.string().refine((text) => /^[\w-]+$/.test(text) && Buffer.from(text, 'base64url').length === bytes, `must be ${bytes} bytes as base64url ("npx web-push generate-vapid-keys")`);

/** One address, with a name before it at most. */
const SENDER = /^(?:[^<>"\r\n,;@]{1,80} <[^\s@<>,;]+@[^\s@<>,;]+>|[^\s@<>,;]+@[^\s@<>,;]+)$/;

/** The operator's own: it may be in the private network, over http. */
const serviceUrl = z.string().refine(isBaseUrl, 'must be http or https, without a query: http://tax.internal:8080').optional();

const postgresUrl = z.string().refine(isPostgresUrl, 'must be a PostgreSQL URL: postgresql://user:password@host:5432/database').optional();

const Schema = z.object({
  PORT: wholeNumber(1, 65_535, 3000),
  HOST: z.string().regex(/^[a-z0-9.:-]+$/i, 'must be a host name or an address').default('127.0.0.1'),
  PUBLIC_BASE_URL: z.string().refine(isOrigin, 'must be scheme and host alone, without a path: https://shop.example').optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  ROLE: oneOf(['web', 'worker', 'all']).default('all'),
  DATABASE_URL: postgresUrl,
  DATABASE_MIGRATION_URL: postgresUrl,
  COUNTERSIGN_DATA_DIR: z.string().default('.countersign'),
  COUNTERSIGN_DEPLOYMENT: oneOf(['0', '1']).optional(),
  COUNTERSIGN_DEMO: oneOf(['0', '1']).optional(),
  COUNTERSIGN_TEST: oneOf(['0', '1']).default('0'),
  COUNTERSIGN_ENTRANCE: oneOf(['table', 'next']).default('table'),
  COUNTERSIGN_FAILPOINT: z.string().optional(),
  COUNTERSIGN_KEYS: z.string().superRefine(checkKeys).optional(),
  AUTH_SECRET: secret(32),
  OPERATOR_API_KEY: secret(16),
  AUTH_BEARER_TOKEN: secret(16),
  AUTH_TENANT_ID: z.string().regex(MERCHANT_HANDLE, 'must be the handle of a merchant').optional(),
  AUTH_CALLER_ID: z.string().max(100, 'must have at most 100 characters').default('AUTH_BEARER_TOKEN'),
  VAPID_PUBLIC_KEY: base64urlOf(65).optional(),
  VAPID_PRIVATE_KEY: base64urlOf(32).optional(),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_\w+$/, 'must be a secret or restricted key of Stripe: sk_... or rk_...').optional(),
  STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_\S+$/, 'must be the signing secret of a webhook endpoint at Stripe: whsec_...').optional(),
  STRIPE_CONNECT_WEBHOOK_SECRET: z.string().regex(/^whsec_\S+$/, 'must be the signing secret of an event destination at Stripe: whsec_...').optional(),
  PUBLIC_API_AUTH_MODE: oneOf(['open', 'api-key']).default('open'),
  STRIPE_API_BASE: z.string().refine(isApiBase, 'must be scheme and host alone, https, or http on a loopback address: https://api.stripe.com').optional(),
  EMAIL_PROVIDER: oneOf(['smtp', 'resend', 'noop']).default('noop'),
  ORDER_RECEIPT_FROM_EMAIL: z.string().regex(SENDER, 'must be an address, or a name and an address: Shop <orders@shop.example>').optional(),
  ORDER_PASS_BASE_URL: z.string().refine(isBaseUrl, 'must be http or https, without a query: https://shop.example').optional(),
  SMTP_URL: z.string().refine(isSmtpUrl, 'must be an SMTP URL: smtps://user:password@host:465, or smtp:// with port 587').optional(),
  SMTP_HOST: z.string().regex(/^[a-z0-9.:-]+$/i, 'must be a host name or an address').optional(),
  SMTP_PORT: wholeNumber(1, 65_535, 587),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
  RESEND_API_KEY: z.string().regex(/^re_\S+$/, 'must be an API key of Resend: re_...').optional(),
  RESEND_API_BASE: z.string().refine(isApiBase, 'must be scheme and host alone, https, or http on a loopback address: https://api.resend.com').optional(),
  GOOGLE_OAUTH_CLIENT_ID: z.string().optional(),
  GOOGLE_OAUTH_CLIENT_SECRET: z.string().optional(),
  GOOGLE_OAUTH_ISSUER: z.string().refine(isApiBase, 'must be scheme and host alone, https, or http on a loopback address: https://accounts.google.com').default('https://accounts.google.com'),
  AP2_STRICT: oneOf(['0', '1']).default('0'),
  AP2_TRUSTED_ISSUERS: z
    .string()
    .transform((text) => text.split(',').map((issuer) => issuer.trim()).filter((issuer) => issuer !== ''))
    .refine((issuers) => issuers.every(isIssuer), 'must be URLs, comma separated, https, or http on a loopback address, without a query')
    .default([]),
  CATALOG_BASE_URL: serviceUrl,
  PRICING_BASE_URL: serviceUrl,
  TAX_BASE_URL: serviceUrl,
  GEO_BASE_URL: serviceUrl,
  PAYMENT_BASE_URL: serviceUrl,
  RECEIPT_BASE_URL: serviceUrl,
  DOWNSTREAM_BEARER_TOKEN: z.string().regex(/^[\w.~+/=-]+$/, 'must be what a Bearer may be: letters, digits and . _ ~ + / = -').optional(),
  TRUST_PROXY: wholeNumber(0, 10, 0),
  POOL_MAX: wholeNumber(5, 500, 20),
  DRAIN_SECONDS: wholeNumber(0, 600, 10),
  COMPLETION_LEASE_SECONDS: wholeNumber(1, 3_600, 30),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().refine(isBaseUrl, 'must be http or https, without a query: http://127.0.0.1:4318').optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().refine(isBaseUrl, 'must be http or https, without a query: http://127.0.0.1:4318/v1/traces').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().refine((text) => toHeaders(text) !== null, 'must be name=value, comma separated, values percent-encoded').optional(),
  OTEL_SERVICE_NAME: z.string().max(100, 'must have at most 100 characters').default('countersign'),
});

/** Every variable that the server reads. */
export const ENVIRONMENT: readonly string[] = [...Object.keys(Schema.shape), ...OTHER_NAMES];

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

function isSmtpUrl(text: string): boolean {
  return URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}

function isBaseUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^?#@]+$/.test(text);
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || /[?#@]/.test(text)) return false;
  const { protocol, pathname } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/';
}

/** A secret of ours travels there. */
function isApiBase(text: string): boolean {
  if (!isOrigin(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || LOOPBACK.includes(hostname.replace(/^\[|\]$/g, ''));
}

/** Whose keys we read: what they sign is believed. */
function isIssuer(text: string): boolean {
  return isBaseUrl(text) && isApiBase(new URL(text).origin);
}

/** Null for what is no list of headers (OTLP Exporter, "Specifying headers via environment variables"). */
function toHeaders(text: string): Record<string, string> | null {
  const pairs = text.split(',').map((pair) => /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(pair));
  try {
    const entries = pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', decodeURIComponent(pair[2] ?? '')] as const] : []));
    return entries.length === pairs.length ? Object.fromEntries(entries) : null;
  } catch {
    return null;
  }
}

function checkKeys(text: string, context: z.RefinementCtx): void {
  try {
    createKeyring(text);
  } catch {
    context.addIssue('must be id:base64 of 32 bytes, comma separated, the current key first ("openssl rand -base64 32" makes one)');
  }
}

/**
 * Reads the environment. A variable that is empty counts as unset. Answers every fault at once, one sentence each; a value is never
 * repeated in it, since it may be a secret.
 */
export function parseEnv(source: Source): { readonly ok: true; readonly env: Env } | { readonly ok: false; readonly faults: readonly string[] } {
  const given = withOtherNames(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== '')));
  const parsed = Schema.safeParse(given);
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`)),
    ...combinationFaults(given),
  ];
  return parsed.success && faults.length === 0 ? { ok: true, env: toEnv(parsed.data, isDeployment(given)) } : { ok: false, faults };
}

/** Production as its operator asked for it. `npm start` builds for production itself, so it says what NODE_ENV was before. */
function isDeployment(given: Source): boolean {
  const production = given.COUNTERSIGN_DEPLOYMENT === undefined ? given.NODE_ENV === 'production' : given.COUNTERSIGN_DEPLOYMENT === '1';
  return production && given.DATABASE_URL !== undefined;
}

const NEEDED_IN_DEPLOYMENT: readonly (readonly [name: string, what: string])[] = [
  ['AUTH_SECRET', 'signs the sessions of people; make one with "openssl rand -base64 32"'],
  ['COUNTERSIGN_KEYS', 'encrypts secrets at rest; id:base64, where "openssl rand -base64 32" makes the second half'],
  ['OPERATOR_API_KEY', 'is the key of /api/v1/ops; make one with "openssl rand -hex 32"'],
  ['PUBLIC_BASE_URL', 'is the address that people and agents reach; links, cookies and passkeys are bound to it'],
];

/** What no variable shows alone. */
function combinationFaults(given: Source): string[] {
  const faults: string[] = [];
  const test = given.COUNTERSIGN_TEST === '1';
  if (given.ENV === 'production' && given.COUNTERSIGN_DEPLOYMENT === '1' && given.DATABASE_URL === undefined) {
    faults.push('DATABASE_URL is missing: ENV=production asks for a deployment, which has a database of its own.');
  }
  if (isDeployment(given)) {
    for (const [name, what] of NEEDED_IN_DEPLOYMENT) if (given[name] === undefined) faults.push(`${name} is missing: it ${what}.`);
    if (test) faults.push('COUNTERSIGN_TEST=1 is refused in a deployment: it opens routes that only tests may have.');
  } else if (test && given.DATABASE_URL !== undefined) {
    faults.push('COUNTERSIGN_TEST=1 needs the embedded database: unset DATABASE_URL.');
  }
  if (test && given.HOST !== undefined && !LOOPBACK.includes(given.HOST)) faults.push('COUNTERSIGN_TEST=1 needs a loopback HOST: 127.0.0.1, ::1 or localhost.');
  if ((given.VAPID_PUBLIC_KEY === undefined) !== (given.VAPID_PRIVATE_KEY === undefined)) {
    faults.push('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY come together: set both, or neither.');
  }
  if ((given.AUTH_BEARER_TOKEN === undefined) !== (given.AUTH_TENANT_ID === undefined)) {
    faults.push('AUTH_BEARER_TOKEN and AUTH_TENANT_ID come together: set both, or neither.');
  }
  if ((given.STRIPE_SECRET_KEY === undefined) !== (given.STRIPE_WEBHOOK_SECRET === undefined)) {
    faults.push('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET come together: set both, or neither.');
  }
  if ((given.GOOGLE_OAUTH_CLIENT_ID === undefined) !== (given.GOOGLE_OAUTH_CLIENT_SECRET === undefined)) {
    faults.push('GOOGLE_OAUTH_CLIENT_ID and GOOGLE_OAUTH_CLIENT_SECRET come together: set both, or neither.');
  }
  if (given.STRIPE_API_BASE !== undefined && given.STRIPE_SECRET_KEY === undefined) faults.push('STRIPE_API_BASE needs STRIPE_SECRET_KEY beside it.');
  if (given.STRIPE_CONNECT_WEBHOOK_SECRET !== undefined && given.STRIPE_SECRET_KEY === undefined) faults.push('STRIPE_CONNECT_WEBHOOK_SECRET needs STRIPE_SECRET_KEY beside it.');
  if (given.DOWNSTREAM_BEARER_TOKEN !== undefined && DOWNSTREAM.every((service) => given[`${service.toUpperCase()}_BASE_URL`] === undefined)) {
    faults.push('DOWNSTREAM_BEARER_TOKEN needs one of CATALOG_, PRICING_, TAX_, GEO_, PAYMENT_ or RECEIPT_BASE_URL beside it.');
  }
  faults.push(...mailFaults(given));
  if (given.DATABASE_MIGRATION_URL !== undefined && given.DATABASE_URL === undefined) faults.push('DATABASE_MIGRATION_URL needs DATABASE_URL beside it.');
  if (!test && given.COUNTERSIGN_FAILPOINT !== undefined) faults.push('COUNTERSIGN_FAILPOINT is for tests: it needs COUNTERSIGN_TEST=1.');
  if (!test && given.COUNTERSIGN_ENTRANCE === 'next') faults.push('COUNTERSIGN_ENTRANCE=next is for tests: it needs COUNTERSIGN_TEST=1.');
  return faults;
}

/** What a provider of mails lacks. */
function mailFaults(given: Source): string[] {
  const provider = given.EMAIL_PROVIDER;
  if (provider !== 'smtp' && provider !== 'resend') return [];
  const needed: (readonly [name: string, what: string])[] = [['ORDER_RECEIPT_FROM_EMAIL', 'is the address that mails come from']];
  if (provider === 'resend') needed.push(['RESEND_API_KEY', 'is the key of the API at Resend']);
  else if (given.SMTP_HOST === undefined) needed.push(['SMTP_URL', 'says where mails are handed in; SMTP_HOST with SMTP_PORT, SMTP_USER and SMTP_PASSWORD may stand in its place']);
  return needed.filter(([name]) => given[name] === undefined).map(([name, what]) => `${name} is missing for EMAIL_PROVIDER=${provider}: it ${what}.`);
}

type Values = z.infer<typeof Schema>;

function toMail(values: Values): MailConfig {
  const { EMAIL_PROVIDER: provider, ORDER_RECEIPT_FROM_EMAIL: from = '' } = values;
  if (provider === 'noop') return { provider };
  if (provider === 'resend') return { provider, from, apiKey: values.RESEND_API_KEY ?? '', apiBase: values.RESEND_API_BASE ?? null };
  const { SMTP_URL: url, SMTP_HOST: host = '', SMTP_PORT: port, SMTP_USER: user = null, SMTP_PASSWORD: password = null } = values;
  if (url === undefined) return { provider, from, host, port, secure: port === IMPLICIT_TLS_PORT, user, password };
  const { hostname, port: given, protocol, username, password: secret } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    provider, from, host: hostname.replace(/^\[|\]$/g, ''), port: given === '' ? (secure ? IMPLICIT_TLS_PORT : 587) : Number(given), secure,
    user: username === '' ? null : decodeURIComponent(username), password: secret === '' ? null : decodeURIComponent(secret),
  };
}

function toTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole, OTEL_EXPORTER_OTLP_HEADERS: headers = '', OTEL_SERVICE_NAME: serviceName }: Values): TracingConfig | null {
  const tracesUrl = whole ?? (base === undefined ? null : `${base.replace(/\/+$/, '')}/v1/traces`);
  return tracesUrl === null ? null : { tracesUrl, headers: toHeaders(headers) ?? {}, serviceName };
}

const originOf = (values: Values): string => new URL(values.PUBLIC_BASE_URL ?? `http://localhost:${values.PORT}`).origin;

function toEnv(values: Values, deployment: boolean): Env {
  return {
    port: values.PORT,
    host: values.HOST,
    publicOrigin: originOf(values),
    logLevel: values.LOG_LEVEL,
    role: values.ROLE,
    databaseUrl: values.DATABASE_URL ?? null,
    migrationUrl: values.DATABASE_MIGRATION_URL ?? null,
    dataDir: path.resolve(values.COUNTERSIGN_DATA_DIR),
    deployment,
    demo: values.COUNTERSIGN_DEMO === undefined ? values.DATABASE_URL === undefined : values.COUNTERSIGN_DEMO === '1',
    testMode: values.COUNTERSIGN_TEST === '1',
    entrance: values.COUNTERSIGN_ENTRANCE,
    keys: values.COUNTERSIGN_KEYS ?? null,
    authSecret: values.AUTH_SECRET ?? null,
    operatorApiKey: values.OPERATOR_API_KEY ?? null,
    bearer: values.AUTH_BEARER_TOKEN === undefined || values.AUTH_TENANT_ID === undefined ? null : { token: values.AUTH_BEARER_TOKEN, tenant: values.AUTH_TENANT_ID, caller: values.AUTH_CALLER_ID },
    vapid:
      values.VAPID_PUBLIC_KEY === undefined || values.VAPID_PRIVATE_KEY === undefined
        ? null
        : { publicKey: values.VAPID_PUBLIC_KEY, privateKey: values.VAPID_PRIVATE_KEY },
    stripe:
      values.STRIPE_SECRET_KEY === undefined || values.STRIPE_WEBHOOK_SECRET === undefined
        ? null
        : { secretKey: values.STRIPE_SECRET_KEY, webhookSecret: values.STRIPE_WEBHOOK_SECRET, connectWebhookSecret: values.STRIPE_CONNECT_WEBHOOK_SECRET ?? null, apiBase: values.STRIPE_API_BASE ?? null },
    publicApiAuthMode: values.PUBLIC_API_AUTH_MODE,
    mail: toMail(values),
    orderPassBaseUrl: (values.ORDER_PASS_BASE_URL ?? originOf(values)).replace(/\/+$/, ''),
    google:
      values.GOOGLE_OAUTH_CLIENT_ID === undefined || values.GOOGLE_OAUTH_CLIENT_SECRET === undefined
        ? null
        : { clientId: values.GOOGLE_OAUTH_CLIENT_ID, clientSecret: values.GOOGLE_OAUTH_CLIENT_SECRET, issuer: values.GOOGLE_OAUTH_ISSUER },
    consent: { required: values.AP2_STRICT === '1', trustedIssuers: values.AP2_TRUSTED_ISSUERS },
    downstream: {
      urls: {
        catalog: values.CATALOG_BASE_URL ?? null, pricing: values.PRICING_BASE_URL ?? null, tax: values.TAX_BASE_URL ?? null, geo: values.GEO_BASE_URL ?? null,
        payment: values.PAYMENT_BASE_URL ?? null, receipt: values.RECEIPT_BASE_URL ?? null,
      },
      token: values.DOWNSTREAM_BEARER_TOKEN ?? null,
    },
    trustProxyHops: values.TRUST_PROXY,
    poolMax: values.POOL_MAX,
    drainSeconds: values.DRAIN_SECONDS,
    completionLeaseSeconds: values.COMPLETION_LEASE_SECONDS,
    failpoint: values.COUNTERSIGN_FAILPOINT ?? null,
    tracing: toTracing(values),
  };
}

/** The environment of this process; on any fault all of them are printed and the process ends with exit code 1. */
export function loadEnv(source: Source = process.env): Env {
  const read = withConfigFile(source);
  const parsed = read.ok ? parseEnv(read.source) : read;
  if (parsed.ok) return parsed.env;
  console.error(`Countersign cannot start:\n${parsed.faults.map((fault) => `  - ${fault}`).join('\n')}\n.env.example describes every variable.`);
  process.exit(1);
}
