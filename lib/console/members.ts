import { endAllSessions, erasePerson, findPerson, type MemberRole } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { deleteMember, findConsoleSession, findMembershipOf, listMemberRows, lockMerchant, writeRole } from './store';
import type { ConsoleSession, Member } from './types';

/** `last_owner`: a store without an owner is nobody's. */
export type MemberError = { readonly code: 'not_found' | 'last_owner' };

/** Who works at a merchant: owners, managers, staff. */
export const listMembers = (ctx: Ctx, merchantId: string): Promise<Member[]> => listMemberRows(ctx, merchantId);

/** What the signed-in person is greeted with, or null where they work there no more. */
export const findOwnSession = async (ctx: Ctx, member: { merchantId: string; userId: string }): Promise<ConsoleSession | null> => (await findConsoleSession(ctx, member)) ?? null;

/** Another role, from the person's next request on. */
export const changeRole = (ctx: Ctx, command: { merchantId: string; userId: string; role: MemberRole }): Promise<Result<Member, MemberError>> =>
  inTransaction<Ctx, Result<Member, MemberError>>(ctx, async (tx) => {
    const found = await findMember(tx, command);
    if (!found.ok) return found;
    const { member, isLastOwner } = found.value;
    if (isLastOwner && command.role !== 'owner') return err({ code: 'last_owner' });
    await writeRole(tx, command);
    return ok({ ...member, role: command.role });
  });

/**
 * Someone works there no more: every sign-in of theirs ends at once. Without a wallet nothing of the account is left to use, so it is
 * erased; with one it stays, and may be deleted by its owner from now on.
 */
export const removeMember = (ctx: Ctx, command: { merchantId: string; userId: string }): Promise<Result<null, MemberError>> =>
  inTransaction<Ctx, Result<null, MemberError>>(ctx, async (tx) => {
    const found = await findMember(tx, command);
    if (!found.ok) return found;
    if (found.value.isLastOwner) return err({ code: 'last_owner' });
    await deleteMember(tx, command);
    await endAllSessions(tx, command.userId);
    const person = await findPerson(tx, command.userId);
    if (person?.walletId === null && !(await findMembershipOf(tx, command.userId))) await erasePerson(tx, command.userId);
    return ok(null);
  });

/** One decision about a merchant's people at a time: of two owners who remove each other, one stays. */
async function findMember(tx: Ctx, { merchantId, userId }: { merchantId: string; userId: string }): Promise<Result<{ member: Member; isLastOwner: boolean }, MemberError>> {
  await lockMerchant(tx, merchantId);
  const members = await listMemberRows(tx, merchantId);
  const member = members.find((each) => each.userId === userId);
  if (!member) return err({ code: 'not_found' });
  const isLastOwner = member.role === 'owner' && members.filter(({ role }) => role === 'owner').length === 1;
  return ok({ member, isLastOwner });
}
