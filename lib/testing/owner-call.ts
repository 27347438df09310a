import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import { renderFailure } from '@/lib/protocols/oauth';
import type { Ctx } from '@/lib/ports';

export type OwnerReply = { readonly status: number; readonly body: Record<string, unknown> };

/** Calls an OAuth endpoint as the entrance does for an owner who is signed in. */
export async function callAsOwner(ctx: Ctx, target: Endpoint, owner: { userId: string; walletId: string }, json: object, id?: string): Promise<OwnerReply> {
  const request = new Request(ctx.settings.publicOrigin + target.path, { method: target.method, body: JSON.stringify(json), headers: { 'content-type': 'application/json' } });
  const principal = { kind: 'owner', userId: owner.userId, walletId: owner.walletId, sessionId: 'test' } as const;
  const requestCtx = { ...ctx, requestId: 'req_test', clientAddress: '127.0.0.1', principal, merchant: null };
  const response = await target.handle(requestCtx, request, id === undefined ? {} : { id }).catch((error: unknown) => {
    if (!isHttpFailure(error)) throw error;
    return renderFailure(error.failure);
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
