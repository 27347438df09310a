import type { WireName } from '@/lib/http/endpoint';

/** Who answers under which path. The longest prefix of whole segments counts; `page` is Next's alone. */
const PREFIXES: readonly (readonly [prefix: `/${string}`, owner: WireName | 'page'])[] = [
  ['/checkout_sessions', 'acp'],
  ['/agentic_commerce', 'acp'],
  ['/carts', 'acp'],
  ['/feed', 'acp'],
  ['/delegate_authentication', 'acp'],
  ['/bank/acs', 'acs'],
  ['/pay', 'pay'],
  ['/api', 'platform'],
  ['/api/auth', 'page'],
  ['/api/agent', 'sacp'],
  ['/api/step-up', 'sacp'],
  ['/api/v1/payments', 'sacp'],
  ['/api/v1/payments/capture', 'orchestrator'],
  ['/api/v1/payments/void', 'orchestrator'],
  ['/api/v1/payments/refund', 'orchestrator'],
  ['/api/v1/cart', 'orchestrator'],
  ['/api/v1/checkout', 'orchestrator'],
  ['/api/v1/events', 'orchestrator'],
  ['/api/v1/a2a', 'orchestrator'],
  ['/api/v1/ops', 'orchestrator'],
  ['/api/bank', 'sacp'],
  ['/api/agent/v1/oauth', 'oauth'],
  ['/api/account', 'account'],
  ['/api/dashboard', 'account'],
  ['/api/demo', 'account'],
  ['/.well-known', 'platform'],
  ['/.well-known/acp.json', 'acp'],
  ['/.well-known/ucp', 'ucp'],
  ['/.well-known/jwks.json', 'oauth'],
  ['/.well-known/oauth-authorization-server', 'oauth'],
  ['/.well-known/oauth-protected-resource', 'oauth'],
  ['/mcp', 'mcp'],
  ['/ucp', 'ucp'],
  ['/v1', 'quote'],
  ['/merchant', 'console'],
  ['/partner', 'partner'],
  ['/testing', 'testing'],
  ['/health', 'platform'],
  ['/metrics', 'platform'],
  ['/ready', 'platform'],
  ['/llms.txt', 'platform'],
  ['/llms-full.txt', 'platform'],
  ['/docs/guides', 'platform'],
  ['/webhooks', 'platform'],
  ['/art', 'platform'],
  ['/m', 'platform'],
];

/** What an order's page is made of, beside the page itself: under its path, where its cookie is sent. */
const ORDER_PASS = /^\/orders\/[^/]+\/pass(?:\/|$)/;

const owners = new Map<string, WireName | 'page'>(PREFIXES);
const MOST_SEGMENTS = Math.max(...PREFIXES.map(([prefix]) => prefix.split('/').length));

/** The wire whose words an answer on this path is in, an unmatched path included; null for pages. */
export function wireOf(path: string): WireName | null {
  if (ORDER_PASS.test(path)) return 'pass';
  const segments = path.split('/').slice(0, MOST_SEGMENTS);
  for (let length = segments.length; length > 1; length--) {
    const owner = owners.get(segments.slice(0, length).join('/'));
    if (owner) return owner === 'page' ? null : owner;
  }
  return null;
}

/** `/m/{handle}/rest` as its parts; null when the path is none, or when what it wraps is not served by an endpoint. */
export function splitMerchantPrefix(path: string): { handle: string; rest: string } | null {
  const parts = /^\/m\/([^/]+)(\/.*)$/.exec(path);
  const [, handle, rest] = parts ?? [];
  if (handle === undefined || rest === undefined || rest === '/m' || rest.startsWith('/m/')) return null;
  return wireOf(rest) === null ? null : { handle, rest };
}
