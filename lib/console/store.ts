import type { MemberRole } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';
import type { ConsoleSession, Invitation, Member } from './types';

// ---- members ----------------------------------------------------------------------------------------------------------------------

type MemberRow = { user_id: string; email: string; display_name: string; role: MemberRole; created_at: Date };

const toMember = (row: MemberRow): Member => ({ userId: row.user_id, email: row.email, displayName: row.display_name, role: row.role, since: row.created_at });

/** Owners first, then by when they came. */
export async function listMemberRows(ctx: Ctx, merchantId: string): Promise<Member[]> {
  const rows = await ctx.db.query<MemberRow>({
    name: 'console.list_members',
    text: `select m.user_id, u.email, u.display_name, m.role, m.created_at from merchant_member m join app_user u on u.id = m.user_id
            where m.merchant_id = $1 order by array_position(array['owner', 'manager', 'staff'], m.role), m.created_at, m.user_id`,
    values: [merchantId],
  });
  return rows.map(toMember);
}

/** Where a person works, or null. */
export async function findMembershipOf(ctx: Ctx, userId: string): Promise<{ merchantId: string; role: MemberRole } | null> {
  const [row] = await ctx.db.query<{ merchant_id: string; role: MemberRole }>({
    name: 'console.membership_of',
    text: 'select merchant_id, role from merchant_member where user_id = $1 order by created_at, merchant_id limit 1',
    values: [userId],
  });
  return row ? { merchantId: row.merchant_id, role: row.role } : null;
}

/** Held until the transaction ends: who works at a merchant is decided once at a time. */
export async function lockMerchant(tx: Ctx, merchantId: string): Promise<void> {
  await tx.db.query({ name: 'console.lock_merchant', text: 'select id from merchant where id = $1 for update', values: [merchantId] });
}

export async function writeRole(tx: Ctx, member: { merchantId: string; userId: string; role: MemberRole }): Promise<void> {
  await tx.db.write({ name: 'console.write_role', text: 'update merchant_member set role = $3 where merchant_id = $1 and user_id = $2', values: [member.merchantId, member.userId, member.role] });
}

export async function deleteMember(tx: Ctx, member: { merchantId: string; userId: string }): Promise<void> {
  await tx.db.write({ name: 'console.delete_member', text: 'delete from merchant_member where merchant_id = $1 and user_id = $2', values: [member.merchantId, member.userId] });
}

export async function findConsoleSession(ctx: Ctx, member: { merchantId: string; userId: string }): Promise<ConsoleSession | undefined> {
  const [row] = await ctx.db.query<{ email: string; display_name: string; ui_locale: ConsoleSession['uiLocale']; handle: string; role: MemberRole }>({
    name: 'console.session',
    text: `select u.email, u.display_name, u.ui_locale, s.handle, m.role from merchant_member m join app_user u on u.id = m.user_id join merchant s on s.id = m.merchant_id
            where m.merchant_id = $1 and m.user_id = $2`,
    values: [member.merchantId, member.userId],
  });
  return row && { email: row.email, displayName: row.display_name, merchantHandle: row.handle, role: row.role, uiLocale: row.ui_locale };
}

// ---- invitations ------------------------------------------------------------------------------------------------------------------

type InvitationRow = { merchant_id: string; id: string; email: string; role: MemberRole; created_at: Date; expires_at: Date };

const toInvitation = (row: InvitationRow): Invitation & { merchantId: string } => ({
  merchantId: row.merchant_id, id: row.id, email: row.email, role: row.role, createdAt: row.created_at, expiresAt: row.expires_at,
});

const INVITATION = 'merchant_id, id, email, role, created_at, expires_at';

/** Those that were neither accepted nor taken back, the newest first; expired ones among them. */
export async function listInvitationRows(ctx: Ctx, merchantId: string): Promise<Invitation[]> {
  const rows = await ctx.db.query<InvitationRow>({
    name: 'console.list_invitations',
    text: `select ${INVITATION} from staff_invitation where merchant_id = $1 order by created_at desc, id desc`,
    values: [merchantId],
  });
  return rows.map(toInvitation);
}

/** One for an address: a new one takes the place of what was sent before. */
export async function putInvitation(
  tx: Ctx,
  invitation: { merchantId: string; id: string; email: string; role: MemberRole; tokenHash: string; invitedBy: string; expiresAt: Date },
): Promise<void> {
  const { merchantId, id, email, role, tokenHash, invitedBy, expiresAt } = invitation;
  await tx.db.query({
    name: 'console.put_invitation',
    text: `insert into staff_invitation (merchant_id, id, email, role, token_hash, invited_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (merchant_id, email) do update set id = $2, role = $4, token_hash = $5, invited_by = $6, created_at = $7, expires_at = $8`,
    values: [merchantId, id, email, role, tokenHash, invitedBy, tx.clock.now(), expiresAt],
  });
}

/** False when this merchant has no such invitation any more. */
export async function deleteInvitation(ctx: Ctx, invitation: { merchantId: string; id: string }): Promise<boolean> {
  const rows = await ctx.db.query({
    name: 'console.delete_invitation',
    text: 'delete from staff_invitation where merchant_id = $1 and id = $2 returning id',
    values: [invitation.merchantId, invitation.id],
  });
  return rows.length === 1;
}

/** An invitation by the hash of its link, as long as it holds. */
export async function findInvitationRow(ctx: Ctx, tokenHash: string): Promise<(Invitation & { merchantId: string }) | null> {
  const [row] = await ctx.db.query<InvitationRow>({
    name: 'console.find_invitation',
    text: `select ${INVITATION} from staff_invitation where token_hash = $1 and expires_at > $2`,
    values: [tokenHash, ctx.clock.now()],
  });
  return row ? toInvitation(row) : null;
}

/** Uses an invitation up: of several that accept at once, one gets it. */
export async function takeInvitationRow(tx: Ctx, tokenHash: string): Promise<(Invitation & { merchantId: string }) | null> {
  const [row] = await tx.db.query<InvitationRow>({
    name: 'console.take_invitation',
    text: `delete from staff_invitation where token_hash = $1 and expires_at > $2 returning ${INVITATION}`,
    values: [tokenHash, tx.clock.now()],
  });
  return row ? toInvitation(row) : null;
}

/** Those that ran out before. */
export async function deleteExpiredInvitationRows(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.write({ name: 'console.delete_expired_invitations', text: 'delete from staff_invitation where expires_at < $1', values: [before] });
}

// ---- launchpad --------------------------------------------------------------------------------------------------------------------

/** Whether an owner of the merchant proved their address, and whether one said their name. */
export async function findOwnerFacts(ctx: Ctx, merchantId: string): Promise<{ emailVerified: boolean; named: boolean }> {
  const [row] = await ctx.db.query<{ email_verified: boolean | null; named: boolean | null }>({
    name: 'console.owner_facts',
    text: `select bool_or(u.email_verified_at is not null) as email_verified, bool_or(u.display_name <> '') as named
             from merchant_member m join app_user u on u.id = m.user_id where m.merchant_id = $1 and m.role = 'owner'`,
    values: [merchantId],
  });
  return { emailVerified: row?.email_verified ?? false, named: row?.named ?? false };
}
