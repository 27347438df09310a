import { type Endpoint, endpoint, type Params } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/** `id` is the path's, or '' where it names none. */
export type OwnerCall = { readonly walletId: string; readonly id: string };

/** An endpoint for the signed-in owner of a wallet, and for no one else's rows. */
export const ownerEndpoint = (
  declaration: Pick<Endpoint, 'method' | 'path'> & { handle: (ctx: RequestCtx, request: Request, call: OwnerCall) => Promise<Response> },
): Endpoint =>
  endpoint({
    ...declaration,
    wire: 'sacp',
    credentials: ['owner_session'],
    scope: null,
    tenant: 'credential',
    handle: (ctx, request, params: Params) => {
      invariant(ctx.principal.kind === 'owner', 'the entrance admits owners only');
      return declaration.handle(ctx, request, { walletId: ctx.principal.walletId, id: params.id ?? '' });
    },
  });
