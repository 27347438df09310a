import type { Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { ownerEndpoint } from '../owner-endpoint';

type AgentCall = { readonly walletId: string; readonly agentId: string };

/** An owner's endpoint whose path names an agent. */
export const agentEndpoint = (
  declaration: Pick<Endpoint, 'method' | 'path'> & { handle: (ctx: RequestCtx, request: Request, call: AgentCall) => Promise<Response> },
): Endpoint => ownerEndpoint({ ...declaration, handle: (ctx, request, { walletId, id }) => declaration.handle(ctx, request, { walletId, agentId: id }) });
