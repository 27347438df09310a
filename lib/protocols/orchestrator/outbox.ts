import { z } from 'zod';
import { recordedAct } from '@/lib/auth';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { Ctx } from '@/lib/ports';
import { ops, opsTenant } from './ops';
import { parse } from './read-body';
import { done, respond } from './words';

const MOST_ATTEMPTS = 10;
export const ProcessBody = z.strictObject({ max_attempts: z.int().min(1).max(1000).default(MOST_ATTEMPTS) });

/** Delivers what a tenant, or everyone (null), was promised until now, and answers how many deliveries were tried. */
export type DeliverNow = (ctx: Ctx, what: { tenantId: string | null; maxAttempts: number }) => Promise<number>;

/** POST /api/v1/ops/outbox/process {max_attempts?} -> {processed}: the caller's promised effects now, due or not. The worker is joined at the entrance. */
export const outboxEndpoint = (deliverNow: DeliverNow): Endpoint =>
  endpoint({
    ...ops,
    method: 'POST',
    path: '/api/v1/ops/outbox/process',
    handle: async (ctx, request) => {
      const { max_attempts: maxAttempts } = parse(ProcessBody, await readJsonOrEmpty(request));
      const deliver = () => deliverNow(ctx, { tenantId: opsTenant(ctx), maxAttempts });
      const processed = await recordedAct(ctx, { action: 'deliver_outbox', subjects: [] }, deliver, (tried) => ({ outcome: tried > 0 ? 'done' : 'nothing', note: `${tried} tried` }));
      return respond(done({ processed }));
    },
  });
