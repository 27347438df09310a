import type { z } from 'zod';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { throttleRecovery } from '@/lib/identity';
import { rateLimited } from './rate-limited';
import { readBody } from './read-body';

/** A POST that the link of a mail vouches for: its token stands in the body, so that no log of addresses keeps it. */
export const linkPost = <T>(path: Endpoint['path'], schema: z.ZodType<T>, handle: (ctx: RequestCtx, body: T) => Promise<Response>): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    wire: 'account',
    credentials: ['none'],
    scope: null,
    tenant: 'none',
    async handle(ctx, request) {
      const body = await readBody(request, schema);
      const allowed = await throttleRecovery(ctx, ctx.clientAddress);
      if (!allowed.ok) throw rateLimited(allowed.error.retryAfterSeconds);
      return handle(ctx, body);
    },
  });
