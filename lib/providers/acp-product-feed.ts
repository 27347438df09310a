import { z } from 'zod';
import { fetchOutbound, type OutboundError, type OutboundResponse } from '@/lib/http/outbound';
import { cleanText } from '@/lib/kernel/text';
import type { Result } from '@/lib/kernel/result';
import type { Ctx, FeedAnswer, FeedDestination, ProductFeedPort } from '@/lib/ports';
import { toProduct, toTarget } from '@/lib/protocols/acp/feed/to-wire';

const VERSION = '2026-04-17';
/** Well under what a run of a feed has left after its last call began. */
const TIMEOUT_MS = 8_000;
const MAX_BYTES = 256 * 1024;
const MAX_TEXT_LENGTH = 300;

/** ACP's Feed API (openapi.feed.yaml) over the guard for URLs that others chose. */
export const acpProductFeed: ProductFeedPort = {
  async create(ctx, to, { country, idempotencyKey }) {
    const sent = await send(ctx, to, { method: 'POST', path: '/feeds', body: toTarget(country), headers: { 'idempotency-key': idempotencyKey } });
    const answer = toAnswer(sent, ctx.clock.now());
    const made = sent.ok && answer.kind === 'accepted' ? z.object({ id: z.string().min(1).max(500) }).safeParse(parse(sent.value.text)) : null;
    return { ...answer, ...(made?.success && { feedId: made.data.id }) };
  },

  async upsert(ctx, to, { feedId, seller, items }) {
    const body = { products: items.map((item) => toProduct(item, seller, ctx.settings.publicOrigin)) };
    return toAnswer(await send(ctx, to, { method: 'PATCH', path: `/feeds/${encodeURIComponent(feedId)}/products`, body }), ctx.clock.now());
  },
};

type Call = { readonly method: 'POST' | 'PATCH'; readonly path: string; readonly body: object; readonly headers?: Readonly<Record<string, string>> };
type Sent = Result<OutboundResponse, OutboundError>;

const send = (ctx: Ctx, { url, secret }: FeedDestination, { method, path, body, headers }: Call): Promise<Sent> =>
  fetchOutbound(url.replace(/\/+$/, '') + path, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'api-version': VERSION,
      ...(secret !== null && { authorization: `Bearer ${secret}` }),
      ...headers,
    },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    allowLoopbackHttp: ctx.settings.testMode,
  });

/** No further try will change these: the address itself is at fault. */
const FAULTS: readonly OutboundError['code'][] = ['invalid_url', 'not_https', 'credentials_in_url', 'forbidden_address', 'redirected'];

function toAnswer(sent: Sent, now: Date): FeedAnswer {
  if (!sent.ok) {
    const { error } = sent;
    const reason = error.code === 'unreachable' ? `unreachable: ${error.reason}` : error.code;
    return { kind: 'unreachable', reason: cleanText(reason, MAX_TEXT_LENGTH), isFault: FAULTS.includes(error.code) };
  }
  const { status, headers, text } = sent.value;
  const body = parse(text);
  if (status < 300 && !z.object({ accepted: z.literal(false) }).safeParse(body).success) return { kind: 'accepted' };
  return { kind: 'refused', status, ...toWords(status, body, text), retryAfterSeconds: toSeconds(headers.get('retry-after'), now) };
}

const Refusal = z.object({ code: z.string(), message: z.string(), param: z.string().optional() });

/** An Error of the Feed API in its own words, with the field that it names; else the beginning of whatever was said. */
function toWords(status: number, body: unknown, text: string): { code: string; message: string } {
  const refusal = Refusal.safeParse(body);
  if (!refusal.success) return { code: status < 300 ? 'not_accepted' : `http_${status}`, message: cleanText(text, MAX_TEXT_LENGTH) };
  const { code, message, param } = refusal.data;
  return { code: cleanText(code, 100), message: cleanText(param === undefined ? message : `${param}: ${message}`, MAX_TEXT_LENGTH) };
}

/** Retry-After in seconds, or as a date (RFC 9110, 10.2.3); null for neither. */
export function toSeconds(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
