import { z } from 'zod';
import { recordAct } from '@/lib/auth';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { addSeconds } from '@/lib/kernel/clock';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { inspectedUntil, inspector, inspectUntil, listMessages, type Message } from '@/lib/operations';
import { inTransaction } from '@/lib/ports';
import { operatorOnly } from './ops';
import { parse, readBody } from './read-body';
import { RowCursor } from './schema';
import { done, respond } from './words';

const PAGE_SIZE = 50;
const MOST_MINUTES = 60;
export const InspectorQuery = z.object({ wire: z.string().min(1).max(40).optional(), cursor: RowCursor.optional() });
export const InspectorBody = z.strictObject({ minutes: z.int().min(0).max(MOST_MINUTES) });

/** GET /api/v1/ops/inspector[?wire=&cursor=]: until when requests are kept, and those of the last hour that were, redacted, the newest first. */
export const getInspector: Endpoint = endpoint({
  ...operatorOnly,
  method: 'GET',
  path: '/api/v1/ops/inspector',
  handle: async (ctx, request) => {
    const { wire = null, cursor } = parse(InspectorQuery, Object.fromEntries(new URL(request.url).searchParams));
    const [until, found] = await Promise.all([inspectedUntil(ctx), listMessages(ctx, { wire, beforeId: decodeRowCursor(cursor), limit: PAGE_SIZE + 1 })]);
    const page = found.slice(0, PAGE_SIZE);
    return respond(done({ until: until?.toISOString() ?? null, messages: page.map(toWire), next_cursor: found.length > PAGE_SIZE ? String(page.at(-1)?.id) : null }));
  },
});

/** PUT /api/v1/ops/inspector {minutes}: keeps requests for so many minutes from now on, in every process; 0: no more. -> {until}. */
export const putInspector: Endpoint = endpoint({
  ...operatorOnly,
  method: 'PUT',
  path: '/api/v1/ops/inspector',
  handle: async (ctx, request) => {
    const { minutes } = await readBody(request, InspectorBody);
    const until = minutes === 0 ? null : addSeconds(ctx.clock.now(), minutes * 60);
    await inTransaction(ctx, async (tx) => {
      await inspectUntil(tx, until);
      await recordAct(tx, { action: 'switch_inspector', subjects: [], outcome: 'done', note: minutes === 0 ? 'off' : `on for ${minutes} minutes` });
    });
    inspector.follow(until);
    return respond(done({ until: until?.toISOString() ?? null }));
  },
});

const toWire = ({ id, at, durationMs, requestId, tenantId, requestBody, responseBody, ...message }: Message): object => ({
  id: String(id), at: at.toISOString(), ...message, duration_ms: durationMs, request_id: requestId, tenant_id: tenantId, request_body: requestBody, response_body: responseBody,
});
