import { setTimeout } from 'node:timers/promises';
import type { Endpoint } from '@/lib/http/endpoint';
import type { Principal } from '@/lib/http/request-ctx';
import { inspector, isShown, showBody } from '@/lib/operations';
import type { Ctx } from '@/lib/ports';

/** A longer body is not read along. */
const READ_BYTES = 64 * 1024;
/** How long a body that the handler did not read is waited for once the answer stands. */
const REST_MS = 200;

type Call = { readonly ctx: Ctx; readonly endpoint: Endpoint; readonly request: Request; readonly principal: Principal | null; readonly merchant: string | null; readonly meta: { readonly requestId: string } };

/** Reads along with a request while the inspector is on; null while it is off. Call it before the handler reads the body. */
export function beginToRead(ctx: Ctx, request: Request): Promise<string | null> | null {
  return inspector.isOn(ctx) ? readAlong(request) : null;
}

/** Holds a call for the inspector: what it is, never its headers, its query or its ids; its bodies redacted and cut. Never throws. */
export async function observe(call: Call, response: Response, ms: number, read: Promise<string | null>): Promise<void> {
  const { ctx, endpoint, meta, principal, merchant } = call;
  const at = ctx.clock.now();
  const [requestBody, responseBody] = await Promise.all([Promise.race([read, setTimeout(REST_MS, null, { ref: false })]), readAlong(response)]);
  inspector.hold({
    at, wire: endpoint.wire, method: endpoint.method, route: endpoint.path, status: response.status, durationMs: Math.round(ms * 10) / 10, requestId: meta.requestId,
    tenantId: merchant ?? tenantOf(principal), credential: principal?.kind ?? 'none', requestBody, responseBody, skipped: 0,
  });
}

function tenantOf(principal: Principal | null): string | null {
  if (principal === null) return null;
  if ('walletId' in principal) return principal.walletId;
  return 'merchantId' in principal ? principal.merchantId : null;
}

async function readAlong(message: Request | Response): Promise<string | null> {
  const type = message.headers.get('content-type') ?? '';
  if (!isShown(type) || message.body === null) return null;
  try {
    const text = await readAtMost(message.clone());
    return text === null ? null : showBody(type, text);
  } catch {
    return null; // the client broke it off
  }
}

/** Null for a longer one. */
async function readAtMost(copy: Request | Response): Promise<string | null> {
  const reader = copy.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > READ_BYTES) {
      void reader?.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
