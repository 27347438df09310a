import { endpoint, type Endpoint, type Method, type Params } from '@/lib/http/endpoint';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

type Owner = Extract<Principal, { kind: 'owner' }>;
type Handle = (ctx: RequestCtx, request: Request, owner: Owner, params: Params) => Promise<Response>;

/** An endpoint of the signed-in owner about their own account. Where a passkey is used or made, the session's id changes. */
export const ownerEndpoint = (method: Method, path: Endpoint['path'], handle: Handle): Endpoint =>
  endpoint({
    method,
    path,
    wire: 'account',
    credentials: ['owner_session'],
    scope: null,
    tenant: 'credential',
    handle: (ctx, request, params) => {
      invariant(ctx.principal.kind === 'owner', 'these endpoints accept an owner only');
      return handle(ctx, request, ctx.principal, params);
    },
  });

export const ownerPost = (path: Endpoint['path'], handle: Handle): Endpoint => ownerEndpoint('POST', path, handle);
