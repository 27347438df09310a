import { officialFaults, officialSchemasAreHere } from '@/lib/protocols/acp/official-schemas';
import { ACP_VERSIONS } from './acp-words';

// What the helpers of tests hold every answer of ACP against, so that no test can forget to: the official schema of the answer's version.

const NEWEST = '2026-04-17';

/** An answer as it came. */
export type Answered = {
  readonly method: string;
  /** With or without /m/{handle} before it and a query behind it. */
  readonly path: string;
  /** The API-Version that was asked for. */
  readonly version: string | null;
  readonly status: number;
  readonly text: string;
};

type Body = Readonly<Record<string, unknown>>;
type Service = {
  readonly paths: RegExp;
  readonly success: (answered: Answered, body: Body) => string;
  /** By default the checkout's Error. */
  readonly error?: (answered: Answered, body: Body) => string;
  /** Served in one version, whatever was asked for. */
  readonly version?: string;
};

const CHECKOUT_ERROR = 'agentic_checkout:Error';
const sessionOf = (body: Body): string => ('order' in body ? 'CheckoutSessionWithOrder' : 'CheckoutSession');

/** The vault's and the authentication's Errors have closed lists of codes. What these have no word for is an Error of the checkout (rules.md, ACP). */
const unlessOfCheckout = (definition: string, { statuses = [], codes = [] }: { statuses?: readonly number[]; codes?: readonly string[] } = {}) => ({ status }: Answered, { code }: Body): string =>
  [401, 404, 405, 413, ...statuses].includes(status) || status >= 500 || [...VERSION_CODES, ...codes].includes(String(code)) ? CHECKOUT_ERROR : definition;
const VERSION_CODES = ['missing_api_version', 'unsupported_api_version'];

const SERVICES: readonly Service[] = [
  { paths: /^\/checkout_sessions(\/[^/]+(\/(complete|cancel))?)?$/, success: (_answered, body) => sessionOf(body) },
  {
    paths: /^\/agentic_commerce\/delegate_payment$/,
    success: () => 'delegate_payment:DelegatePaymentResponse',
    error: unlessOfCheckout('delegate_payment:Error'),
  },
  {
    paths: /^\/delegate_authentication(\/[^/]+(\/authenticate)?)?$/,
    success: ({ method }) => `delegate_authentication:DelegateAuthenticationSession${method === 'GET' ? 'WithResult' : ''}`,
    error: unlessOfCheckout('delegate_authentication:Error', { statuses: [403, 429], codes: ['idempotency_key_required', 'idempotency_in_flight'] }),
    version: NEWEST,
  },
  { paths: /^\/carts(\/[^/]+(\/cancel)?)?$/, success: () => 'cart:Cart', version: NEWEST },
  { paths: /^\/\.well-known\/acp\.json$/, success: () => 'agentic_checkout:DiscoveryResponse', version: NEWEST },
  { paths: /^\/feed\/metadata\.json$/, success: () => 'feed:FeedMetadata', version: NEWEST },
  { paths: /^\/feed\/products\.jsonl$/, success: () => 'feed:Product', version: NEWEST },
  // What is nothing, beside them: an error, and never more.
  { paths: /^\/(checkout_sessions|agentic_commerce|delegate_authentication|carts)\//, success: () => CHECKOUT_ERROR },
];

/** Fails the test when an answer on a path of ACP is not what the official schema of its version says. Other paths, and answers without a body, pass. */
export async function expectOfficial(answered: Answered): Promise<void> {
  const { method, status, text } = answered;
  const path = answered.path.replace(/[?#].*$/, '').replace(/^\/m\/[^/]+(?=\/)/, '');
  const service = SERVICES.find(({ paths }) => paths.test(path));
  if (!officialSchemasAreHere || !service || method === 'OPTIONS' || method === 'HEAD' || status === 304) return;
  const failed = status >= 300;
  const bodies = failed || !path.endsWith('.jsonl') ? [text] : text.split('\n').filter((line) => line !== '');
  for (const each of bodies) {
    const body = parse(each);
    const definition = failed ? (service.error?.(answered, body) ?? CHECKOUT_ERROR) : service.success(answered, body);
    await expectValid(`${method} ${answered.path} answered ${status}`, versionOf(body, service.version ?? answered.version), definition, body);
  }
}

/** The tools of ACP over MCP: the session, or the Error in a JSON-RPC error. */
export async function expectOfficialTool(name: string, version: unknown, body: Body, { failed }: { failed: boolean }): Promise<void> {
  if (!officialSchemasAreHere || !name.endsWith('_checkout_session')) return;
  await expectValid(`the tool ${name} answered`, versionOf(body, String(version)), failed ? CHECKOUT_ERROR : sessionOf(body), body);
}

/**
 * An order's event. It does not say its version, but its shape does: only that of 2026-04-17 holds the whole order. The older ones have one shape,
 * and it must be valid in each.
 */
export async function expectOfficialEvent(text: string): Promise<void> {
  const body = parse(text);
  if (!officialSchemasAreHere || (body.type !== 'order_create' && body.type !== 'order_update')) return;
  const isWhole = typeof body.data === 'object' && body.data !== null && 'line_items' in body.data;
  for (const version of ACP_VERSIONS.filter((each) => (each === NEWEST) === isWhole)) await expectValid(`${body.type} was posted`, version, 'WebhookEvent', body);
}

/** A version error is an Error of 2026-04-17. So is what is refused before the version is looked at, when that is none. */
const versionOf = (body: Body, version: string | null): string =>
  !('supported_versions' in body) && ACP_VERSIONS.some((each) => each === version) && version !== null ? version : NEWEST;

async function expectValid(what: string, version: string, definition: string, body: Body): Promise<void> {
  const faults = await officialFaults(version, definition, body);
  if (faults.length > 0) throw new Error(`${what} with what is no ${definition} of ${version}:\n  ${faults.join('\n  ')}\n${JSON.stringify(body).slice(0, 2_000)}`);
}

/** What is no JSON object is none of the definitions either. */
function parse(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
