import type { z } from 'zod';
import { refuseForeignOrigin } from '@/lib/auth';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint, type Method, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

export type MerchantUser = Extract<Principal, { kind: 'merchant_user' }>;
type Handle = (ctx: RequestCtx, request: Request, user: MerchantUser, params: Params) => Promise<Response>;

/** Legal pages in eight languages are the largest that comes here. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The body by its schema; no body is the empty object. Throws 413, 400 with the field. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', message, { param });
}

/** Who may call: any member, owners and managers, owners alone. */
type Allowed = 'member' | 'manager' | 'owner';

const mayCall = (role: string, allowed: Allowed): boolean => allowed === 'member' || role === 'owner' || (allowed === 'manager' && role === 'manager');

/** An endpoint of the console for a signed-in person of a merchant. Staff are told 403 (rules.md): theirs are the session and the kitchen. */
export const consoleEndpoint = (method: Method, path: Endpoint['path'], allowed: Allowed, handle: Handle): Endpoint =>
  endpoint({
    method,
    path,
    wire: 'console',
    credentials: ['merchant_session'],
    scope: null,
    tenant: 'credential',
    handle: async (ctx, request, params) => {
      const { principal } = ctx;
      invariant(principal.kind === 'merchant_user', 'the entrance admits merchants only');
      if (!mayCall(principal.role, allowed)) throw fail(403, 'forbidden', allowed === 'owner' ? 'This is for owners of the store.' : 'This is for owners and managers of the store.');
      return handle(ctx, request, principal, params);
    },
  });

/** A step of signing in, signed in or not. */
export const publicPost = <T>(path: Endpoint['path'], schema: z.ZodType<T>, handle: (ctx: RequestCtx, body: T, request: Request) => Promise<Response>): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    wire: 'console',
    credentials: ['none'],
    scope: null,
    tenant: 'none',
    handle: async (ctx, request) => {
      refuseForeignOrigin(ctx, request);
      return handle(ctx, await readBody(request, schema), request);
    },
  });
