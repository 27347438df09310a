import { err, ok, type Result } from '@/lib/kernel/result';
import { record, type Ctx } from '@/lib/ports';
import { z } from 'zod';
import { newChallenge, openCeremony, useCeremony } from './ceremony';
import { addPasskey, verifyRegistration } from './passkey';
import { findOwner, recoveryHash, withLiveRecovery } from './recovery';
import { pushToOwner, tellOwner } from './recovery-mail';
import { endRecoveryRow, findLiveRecovery, removeSignInMeans } from './store';
import { issueTicket } from './ticket';
import type { Ceremony, Ticket } from './types';

type Refusal = { readonly code: 'invalid_token' | 'recovery_not_ready' | 'invalid_attestation' | 'passkey_exists' };

const Context = z.strictObject({ hash: z.string() });

/** The 24 hours are over: the new passkey is asked for. */
export async function beginRecoveredPasskey(ctx: Ctx, command: { token: string }): Promise<Result<Ceremony, Refusal>> {
  const hash = recoveryHash(command.token);
  const now = ctx.clock.now();
  const recovery = await findLiveRecovery(ctx.db, hash, now);
  const owner = recovery && (await findOwner(ctx, recovery.user_id));
  if (!owner) return err({ code: 'invalid_token' });
  if (recovery.ready_at === null || recovery.ready_at > now) return err({ code: 'recovery_not_ready' });
  const challenge = newChallenge();
  // Nothing is excluded: the old passkeys go, and a device that is at hand after all may make its new one.
  const person = { userId: owner.id, email: owner.email, displayName: owner.display_name };
  const publicKey = await ctx.ports.passkey.creationOptions(ctx, { ...person, challenge, exclude: [] });
  return ok({ ceremonyId: await openCeremony(ctx, { purpose: 'recover', userId: owner.id, challenge, context: { hash } }), publicKey });
}

/**
 * The new passkey replaces all others, once: old passkeys, what they had under way, and every session end in the same commit, and agents
 * are paused again in case an old passkey resumed one. Answers a ticket that signs in.
 */
export async function finishRecovery(
  ctx: Ctx,
  command: { token: string; ceremonyId: string; attestation: unknown },
): Promise<Result<Ticket, Refusal>> {
  const hash = recoveryHash(command.token);
  const live = await findLiveRecovery(ctx.db, hash, ctx.clock.now());
  if (!live) return err({ code: 'invalid_token' });
  const ceremony = await useCeremony(ctx, { id: command.ceremonyId, purpose: 'recover', userId: live.user_id, context: Context });
  if (ceremony?.context.hash !== hash) return err({ code: 'invalid_attestation' });
  const registration = await verifyRegistration(ctx, { attestation: command.attestation, challenge: ceremony.challenge });
  if (!registration) return err({ code: 'invalid_attestation' });
  return withLiveRecovery<Ticket, Refusal>(ctx, command.token, async (tx, recovery) => {
    const now = tx.clock.now();
    const userId = recovery.user_id;
    const owner = await findOwner(tx, userId);
    if (!owner) return err({ code: 'invalid_token' });
    if (recovery.ready_at === null || recovery.ready_at > now) return err({ code: 'recovery_not_ready' });
    // Agents come before passkeys: approving locks them in this order.
    await tx.ports.walletFreeze.freeze(tx, owner.wallet_id);
    await removeSignInMeans(tx.db, userId, now);
    const passkeyId = await addPasskey(tx, { userId, registration });
    if (passkeyId === null) throw new CredentialTaken();
    await endRecoveryRow(tx.db, { userId, outcome: 'finished', now });
    await record(tx, { of: { userId }, kind: 'passkey.replaced', actor: 'owner', subject: passkeyId });
    await tellOwner(tx, owner, 'Your passkeys were replaced', [
      `Hello ${owner.display_name},`,
      'a new passkey was made for your wallet. The old ones and every other sign-in ended. Your agents are paused until you resume them.',
    ]);
    await pushToOwner(tx, owner, 'recovery_finished', 'A new passkey was made, and every other sign-in has ended.');
    return ok({ ticket: await issueTicket(tx, { userId, method: 'passkey' }) });
  }).catch((error: unknown) => {
    if (error instanceof CredentialTaken) return err({ code: 'passkey_exists' });
    throw error;
  });
}

/** Leaves as a throw, so that what stands before it is undone: the credential is another person's. */
class CredentialTaken extends Error {}
