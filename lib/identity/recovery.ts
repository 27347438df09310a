import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { normalizeEmail } from './email';
import { NO_PASSWORD } from './password';
import { pushToOwner, recoveryLink, tellOwner } from './recovery-mail';
import {
  claimUser, endRecoveryRow, findLiveRecovery, findOpenRecovery, findRecoverableUser, findUser, insertRecovery, lockUser, removeSignInMeans, startRecoveryRow,
} from './store';
import { throttleRecovery, throttleRecoveryMail } from './throttle';
import type { RateLimited } from './types';

const LINK_SECONDS = 60 * 60;
/** rules.md, Passkeys: 24 hours in which the owner may notice and cancel. */
const DELAY_SECONDS = 24 * 60 * 60;
/** Once ready, a recovery may be finished for a week. */
const READY_SECONDS = 7 * 24 * 60 * 60;

type InvalidLink = { readonly code: 'invalid_token' };

/** Where a recovery stands. `link`: the mail was followed, nothing has begun. */
export type Recovery = { readonly status: 'link' } | { readonly status: 'waiting' | 'ready'; readonly readyAt: Date };

export const recoveryHash = (token: string): string => sha256Hex(token);

/** Mails a link to the address, if it is an owner's. The answer is the same whether it is or not; following the link proves the address. */
export async function requestRecovery(ctx: Ctx, command: { email: string; clientAddress: string }): Promise<Result<null, RateLimited>> {
  const email = normalizeEmail(command.email) ?? '';
  const byAddress = await throttleRecovery(ctx, command.clientAddress);
  if (!byAddress.ok) return byAddress;
  const byAccount = await throttleRecoveryMail(ctx, email, command.clientAddress);
  if (!byAccount.ok) return byAccount;
  const owner = await findRecoverableUser(ctx.db, email);
  if (!owner) return ok(null);
  return inTransaction(ctx, async (tx) => {
    const token = randomToken('rc_');
    await insertRecovery(tx.db, { hash: recoveryHash(token), userId: owner.id, linkExpiresAt: addSeconds(tx.clock.now(), LINK_SECONDS) });
    await tellOwner(tx, owner, 'Recover your passkey', [
      `Hello ${owner.display_name},`,
      'somebody asked to replace the passkeys of your wallet. If it was you, open this link within an hour:',
      recoveryLink(tx, token),
      'Your agents are then paused, and a new passkey can be made after 24 hours. If it was not you, do nothing.',
    ]);
    return ok(null);
  });
}

/**
 * The link was followed and confirmed: the 24 hours begin, agents are paused, what waits for an approval is cancelled, the owner is
 * told; all in one commit. Again, it answers the same. recovery_under_way: another link began one, which has to be cancelled first. Where
 * nobody had proved the address before, the reader of the mail is the first, and what was set up without that proof goes.
 */
export async function startRecovery(
  ctx: Ctx,
  command: { token: string },
): Promise<Result<{ readyAt: Date }, InvalidLink | { readonly code: 'recovery_under_way' }>> {
  return withLiveRecovery<{ readyAt: Date }, { readonly code: 'recovery_under_way' }>(ctx, command.token, async (tx, recovery) => {
    if (recovery.ready_at !== null) return ok({ readyAt: recovery.ready_at });
    const now = tx.clock.now();
    if (await findOpenRecovery(tx.db, recovery.user_id, now)) return err({ code: 'recovery_under_way' });
    const owner = await findOwner(tx, recovery.user_id);
    if (!owner) return err({ code: 'invalid_token' });
    const readyAt = addSeconds(now, DELAY_SECONDS);
    await startRecoveryRow(tx.db, {
      hash: recoveryHash(command.token), userId: owner.id, now, readyAt, expiresAt: addSeconds(readyAt, READY_SECONDS),
    });
    await record(tx, { of: { walletId: owner.wallet_id }, kind: 'recovery.started', actor: 'owner', detail: { ready_at: readyAt.toISOString() } });
    // Agents come before passkeys: approving locks them in this order.
    await tx.ports.walletFreeze.freeze(tx, owner.wallet_id);
    if (!owner.email_verified) await purgeUnverified(tx, owner.id);
    await tellOwner(tx, owner, 'Your passkeys will be replaced in 24 hours', [
      `Hello ${owner.display_name},`,
      `the recovery of your wallet has begun. Your agents are paused, and what waited for your approval is cancelled. From ${readyAt.toISOString()} on, a new passkey can be made with this link, within a week:`,
      recoveryLink(tx, command.token),
      'If this was not you, open the same link now, or sign in to your wallet, and cancel the recovery.',
    ]);
    await pushToOwner(tx, owner, 'recovery_begun', 'Your agents are paused. If it was not you, sign in and cancel the recovery.');
    return ok({ readyAt });
  });
}

/** rules.md, "A sign-in's session": the first who proves an address purges the password, passkeys and sign-ins that came without that proof. */
export async function purgeUnverified(tx: Ctx, userId: string): Promise<void> {
  const now = tx.clock.now();
  await claimUser(tx.db, { id: userId, noPassword: NO_PASSWORD, now });
  await removeSignInMeans(tx.db, userId, now);
}

/** Where the recovery of this link stands. */
export async function findRecoveryByLink(ctx: Ctx, query: { token: string }): Promise<Result<Recovery, InvalidLink>> {
  const now = ctx.clock.now();
  const row = await findLiveRecovery(ctx.db, recoveryHash(query.token), now);
  return row ? ok(toRecovery(row.ready_at, now)) : err({ code: 'invalid_token' });
}

/** The recovery that is under way for a person, or null. */
export async function findRecovery(ctx: Ctx, userId: string): Promise<Recovery | null> {
  const now = ctx.clock.now();
  const row = await findOpenRecovery(ctx.db, userId, now);
  return row ? toRecovery(row.ready_at, now) : null;
}

/** The signed-in owner stops the recovery. Agents stay paused: resuming one needs a passkey. */
export const cancelRecovery = (ctx: Ctx, command: { userId: string }): Promise<Result<null, { readonly code: 'no_recovery' }>> =>
  inTransaction<Ctx, Result<null, { readonly code: 'no_recovery' }>>(ctx, async (tx) => {
    await lockUser(tx.db, command.userId);
    return (await endCancelled(tx, command.userId)) ? ok(null) : err({ code: 'no_recovery' });
  });

/** Whoever reads the owner's mail stops it. A link that began nothing is void as well. */
export const cancelRecoveryByLink = (ctx: Ctx, command: { token: string }): Promise<Result<null, InvalidLink>> =>
  withLiveRecovery<null, InvalidLink>(ctx, command.token, async (tx, recovery) => {
    await endCancelled(tx, recovery.user_id);
    return ok(null);
  });

async function endCancelled(tx: Ctx, userId: string): Promise<boolean> {
  const ended = await endRecoveryRow(tx.db, { userId, outcome: 'cancelled', now: tx.clock.now() });
  const owner = ended ? await findOwner(tx, userId) : undefined;
  if (owner) {
    await record(tx, { of: { walletId: owner.wallet_id }, kind: 'recovery.cancelled', actor: 'owner' });
    await tellOwner(tx, owner, 'The recovery of your passkey was cancelled', [
      `Hello ${owner.display_name},`,
      'the recovery was cancelled, and your passkeys stay as they are. Your agents are still paused: resume those that you want with your passkey.',
    ]);
    await pushToOwner(tx, owner, 'recovery_cancelled', 'Your passkeys stay as they are. Your agents are still paused.');
  }
  return ended;
}

/** One decision about a person's recovery at a time: it is read again once the person is locked. */
export async function withLiveRecovery<T, E extends { readonly code: string }>(
  ctx: Ctx,
  token: string,
  decide: (tx: Ctx, recovery: { user_id: string; ready_at: Date | null }) => Promise<Result<T, E | InvalidLink>>,
): Promise<Result<T, E | InvalidLink>> {
  return inTransaction<Ctx, Result<T, E | InvalidLink>>(ctx, async (tx) => {
    const hash = recoveryHash(token);
    const seen = await findLiveRecovery(tx.db, hash, tx.clock.now());
    if (!seen) return err({ code: 'invalid_token' });
    await lockUser(tx.db, seen.user_id);
    const recovery = await findLiveRecovery(tx.db, hash, tx.clock.now());
    return recovery ? decide(tx, recovery) : err({ code: 'invalid_token' });
  });
}

/** The person with their wallet. */
export async function findOwner(ctx: Ctx, userId: string): ReturnType<typeof findRecoverableUser> {
  const user = await findUser(ctx.db, userId);
  return user && findRecoverableUser(ctx.db, user.email);
}

const toRecovery = (readyAt: Date | null, now: Date): Recovery =>
  readyAt === null ? { status: 'link' } : { status: readyAt <= now ? 'ready' : 'waiting', readyAt };
