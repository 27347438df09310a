import type { Ctx } from '@/lib/ports';
import { isOpen } from './status';
import { findAuthentication, lockAuthentication } from './store';
import type { Authentication, AuthenticationActor } from './types';

export type AuthenticationQuery = { readonly id: string; readonly actor: AuthenticationActor; /** Set when a merchant was named beside the id. */ readonly merchantId?: string };

const isOf = (authentication: Authentication, { actor, merchantId: named }: AuthenticationQuery): boolean =>
  (named === undefined || named === authentication.merchantId) && isActors(authentication, actor);

function isActors({ agentId, apiKeyId, merchantId }: Authentication, actor: AuthenticationActor): boolean {
  switch (actor.kind) {
    case 'agent':
      return agentId === actor.agentId;
    case 'merchant':
      return apiKeyId !== null && merchantId === actor.merchantId;
    case 'acquirer':
      return agentId === null && apiKeyId === null && merchantId === actor.merchantId;
  }
}

/** Past its time one that came to no end is expired, whether or not anyone has written so. */
export const withExpiry = (authentication: Authentication, now: Date): Authentication =>
  isOpen(authentication.status) && authentication.expiresAt <= now ? { ...authentication, status: 'expired' } : authentication;

/** Null where it is another's, as where there is none. */
export async function findOwn(ctx: Ctx, query: AuthenticationQuery): Promise<Authentication | null> {
  const found = await findAuthentication(ctx, 'id', query.id);
  return found && isOf(found, query) ? withExpiry(found, ctx.clock.now()) : null;
}

/** The same with a row lock, for the transaction under way. */
export async function lockOwn(tx: Ctx, query: AuthenticationQuery): Promise<Authentication | null> {
  const found = await lockAuthentication(tx, 'id', query.id);
  return found && isOf(found, query) ? withExpiry(found, tx.clock.now()) : null;
}
