import Stripe from 'stripe';
import { traceOutbound } from '@/lib/http/trace-outbound';

/** How this installation reaches Stripe: one account of the operator's. */
export type StripeConfig = {
  /** sk_... or a restricted rk_... */
  readonly secretKey: string;
  /** Signs what Stripe posts to us: whsec_... */
  readonly webhookSecret: string;
  /** Signs what Stripe posts to us of accounts (thin events have an endpoint of their own there); left out or null: nothing but the other. */
  readonly connectWebhookSecret?: string | null;
  /** Scheme, host and port of another server that speaks Stripe's API; null for Stripe itself. */
  readonly apiBase: string | null;
};

/** `timeoutMs`: of one try. `retries`: tries after the first, by the library, each under the same idempotency key. */
export type StripePatience = { readonly timeoutMs: number; readonly retries: number };

/** Both tries together end before another process would take the attempt over (COMPLETION_LEASE_SECONDS). */
export const PATIENCE: StripePatience = { timeoutMs: 9_000, retries: 1 };

/** What the tries may take together, with the library's pauses between them. */
export const deadlineMs = ({ timeoutMs, retries }: StripePatience): number => (timeoutMs + 2_000) * (retries + 1);

export function createClient({ secretKey, apiBase }: StripeConfig, { timeoutMs, retries }: StripePatience): Stripe {
  return new Stripe(secretKey, { timeout: timeoutMs, maxNetworkRetries: retries, telemetry: false, httpClient: tracedClient(Stripe.createNodeHttpClient()), ...toAddress(apiBase) });
}

/** The library's own client, each try in a span of its own where this installation is traced. */
const tracedClient = (inner: Stripe.HttpClient): Stripe.HttpClient => ({
  getClientName: () => inner.getClientName(),
  makeRequest: (host, port, path, method, headers, ...rest) =>
    traceOutbound({ method, host, port: Number(port) }, (passedOn) => inner.makeRequest(host, port, path, method, { ...passedOn, ...headers }, ...rest), (answer) => answer.getStatusCode()),
});

function toAddress(apiBase: string | null): { protocol?: 'http' | 'https'; host?: string; port?: string } {
  if (apiBase === null) return {};
  const { protocol, hostname, port } = new URL(apiBase);
  const isPlain = protocol === 'http:';
  return { protocol: isPlain ? 'http' : 'https', host: hostname, port: port || (isPlain ? '80' : '443') };
}
