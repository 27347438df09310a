import type { z } from 'zod';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint, type Method, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

type Member = Extract<Principal, { kind: 'merchant_user' }>;
type Handle = (ctx: RequestCtx, request: Request, member: Member, params: Params) => Promise<Response>;

/** An endpoint of the kitchen, for everybody who works at a merchant, staff among them. */
export const kitchenEndpoint = (method: Method, path: Endpoint['path'], handle: Handle): Endpoint =>
  endpoint({
    method,
    path,
    wire: 'console',
    credentials: ['merchant_session'],
    scope: null,
    tenant: 'credential',
    handle: (ctx, request, params) => {
      invariant(ctx.principal.kind === 'merchant_user', 'the entrance admits merchants only');
      return handle(ctx, request, ctx.principal, params);
    },
  });

const BODY_LIMIT_BYTES = 64 * 1024;

/** The body by its schema; INVALID_PAYLOAD with the field otherwise. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', message, { param });
}
