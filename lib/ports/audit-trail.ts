import { newId } from '@/lib/kernel/id';
import type { Ctx } from './ctx';

/** What an owner's audit trail tells of. */
export type TrailKind =
  | 'sign_in' | 'sign_out' | 'sessions.ended'
  | 'passkey.added' | 'passkey.removed' | 'passkey.replaced' | 'recovery.started' | 'recovery.cancelled'
  | 'email.changed' | 'email.change_undone' | 'time_zone.changed' | 'deletion.requested' | 'deletion.cancelled'
  | 'agent.created' | 'agent.confirmed' | 'agent.changed' | 'agent.paused' | 'agent.resumed' | 'agent.revoked' | 'agent.secret_rotated' | 'agent.connected'
  | 'card.added' | 'card.changed' | 'second_approval.changed' | 'second_approver.accepted'
  | 'limits.changed' | 'rules.changed' | 'authorization.granted' | 'authorization.revoked'
  | 'approval.approved' | 'approval.rejected'
  | 'token.issued' | 'token.voided';

/** JSON without fractions: amounts are decimal strings. No secret, no token, no card. */
export type TrailDetail = { readonly [name: string]: TrailValue };
type TrailValue = string | number | boolean | null | readonly TrailValue[] | { readonly [name: string]: TrailValue | undefined };

export type TrailEvent = {
  /** Of the wallet, or of the person whose wallet it is; a person without one has no trail. */
  readonly of: { readonly walletId: string } | { readonly userId: string };
  readonly kind: TrailKind;
  /** Who did it: the owner, an agent by its id, or the system by itself. */
  readonly actor: string;
  /** Whom it happened to. */
  readonly subject?: string;
  readonly detail?: TrailDetail;
};

const insertFor = (column: 'id' | 'user_id'): string => `
  with event as (
    insert into audit_event (wallet_id, id, kind, actor, subject, detail, at) select id, $2, $3, $4, $5, $6, $7 from wallet where ${column} = $1 returning wallet_id, id)
  insert into audit_pending (wallet_id, event_id) select wallet_id, id from event`;
const OF_WALLET = { name: 'trail.record-of-wallet', text: insertFor('id') };
const OF_USER = { name: 'trail.record-of-user', text: insertFor('user_id') };

/** Writes what happened into the owner's trail, in the transaction of what it tells of: neither is there without the other. */
export async function record(ctx: Ctx, { of, kind, actor, subject, detail = {} }: TrailEvent): Promise<void> {
  const now = ctx.clock.now();
  const [statement, owner] = 'walletId' in of ? [OF_WALLET, of.walletId] : [OF_USER, of.userId];
  await ctx.db.write({ ...statement, values: [owner, newId('event', now.getTime()), kind, actor, subject ?? null, JSON.stringify(detail), now] });
}
