import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { normalizeEmail } from './email';
import { hashPassword } from './password';
import { insertPaymentMethod, insertUser, insertWallet, upsertMember } from './store';
import { toTimeZone } from '@/lib/kernel/time-zone';
import type { MemberRole } from './types';

/** A person with a password and no passkey: for the seed of the demo world, never for a request. */
export async function createUser(
  ctx: Ctx,
  command: { email: string; password: string; displayName: string; emailVerified: boolean },
): Promise<Result<{ userId: string }, { readonly code: 'email_taken' }>> {
  const email = normalizeEmail(command.email);
  invariant(email !== null, 'the email of a seeded user is an address');
  const now = ctx.clock.now();
  const userId = newId('user', now.getTime());
  const passwordHash = await hashPassword(command.password);
  const emailVerifiedAt = command.emailVerified ? now : null;
  const created = await insertUser(ctx.db, { id: userId, email, displayName: command.displayName, passwordHash, emailVerifiedAt, now });
  return created ? ok({ userId }) : err({ code: 'email_taken' });
}

/** Makes a person an owner. `timeZone` is an IANA name. Answers the wallet's id. */
export async function createWallet(ctx: Ctx, command: { userId: string; timeZone: string }): Promise<string> {
  const timeZone = toTimeZone(command.timeZone);
  invariant(timeZone !== null, 'the time zone of a wallet is an IANA name');
  const now = ctx.clock.now();
  const walletId = newId('wallet', now.getTime());
  await insertWallet(ctx.db, { id: walletId, userId: command.userId, timeZone, now });
  return walletId;
}

/** A funded card at a simulated bank (the first, unless named), kept in the wallet: what a new owner gets on the embedded database. Answers the payment method's id. */
export async function giveDemoCard(ctx: Ctx, { userId, walletId, bank }: { userId: string; walletId: string; bank?: string }): Promise<string> {
  const card = await ctx.ports.cardIssuer.issueDemoCard(ctx, { userId, bank });
  return addPaymentMethod(ctx, { walletId, ...card });
}

/** Keeps a card in a wallet; the first is its default. Answers the payment method's id. */
export const addPaymentMethod = (ctx: Ctx, method: { walletId: string; cardId: string; brand: string; bin: string; last4: string }): Promise<string> =>
  insertPaymentMethod(ctx.db, { ...method, now: ctx.clock.now() });

/** Makes a person a merchant's, or changes their role there. */
export const addMember = (ctx: Ctx, member: { merchantId: string; userId: string; role: MemberRole }): Promise<void> =>
  upsertMember(ctx.db, { ...member, now: ctx.clock.now() });
