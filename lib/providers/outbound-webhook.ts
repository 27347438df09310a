import { fetchOutbound } from '@/lib/http/outbound';
import type { WebhookPort } from '@/lib/ports';

/** Well under the relay's own limit: a receiver that hangs must not hold up what is delivered beside it. */
const TIMEOUT_MS = 5_000;
/** Of an answer; more is none. */
const MAX_BYTES = 64 * 1024;

/**
 * Posts over the guard for URLs that others chose: https and public addresses only, loopback under the test flag. Connections are kept between two posts to one URL:
 * receivers know a repeated event by its id.
 */
export const outboundWebhook: WebhookPort = {
  async post(ctx, { url, headers, body }) {
    const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, allowLoopbackHttp: ctx.settings.testMode };
    const answer = await fetchOutbound(url, { method: 'POST', headers, body, keepConnections: true, ...limits });
    if (answer.ok) return { status: answer.value.status, text: answer.value.text };
    throw new Error(answer.error.code === 'unreachable' ? `unreachable: ${answer.error.reason}` : answer.error.code);
  },
};
