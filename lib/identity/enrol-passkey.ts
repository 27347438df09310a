import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { z } from 'zod';
import { newChallenge, openCeremony, useCeremony } from './ceremony';
import { addPasskey, verifyRegistration } from './passkey';
import { findUser, listPasskeysOfUser, lockUser, recordPasskeyUse } from './store';
import type { Ceremony } from './types';

/** Where a ceremony of enrolment stands: an existing passkey is asked first, then the new one is made; the very first has none to ask. */
const EnrolmentStep = z.object({ step: z.enum(['first', 'ask_existing', 'another']), allowedBy: z.string().optional() });
type EnrolmentStep = z.infer<typeof EnrolmentStep>['step'];

type EnrolmentRefusal =
  | { readonly code: 'recovery_required' } // no passkey, and this is no demo: an attacker with the password must not make one
  | { readonly code: 'passkey_exists' } // there is one: it has to allow another
  | { readonly code: 'no_passkey' };

/** The first passkey of a wallet that was made without one, which only the embedded database's demo wallet is (rules.md, Passkeys). */
export async function beginFirstPasskey(ctx: Ctx, owner: { userId: string }): Promise<Result<Ceremony, EnrolmentRefusal>> {
  const existing = await listPasskeysOfUser(ctx.db, owner.userId);
  if (existing.length > 0) return err({ code: 'passkey_exists' });
  if (!ctx.settings.embeddedDatabase) return err({ code: 'recovery_required' });
  return ok(await openFirst(ctx, owner.userId));
}

/** Another passkey, step one: an existing one is asked. */
export async function beginAnotherPasskey(ctx: Ctx, owner: { userId: string }): Promise<Result<Ceremony, EnrolmentRefusal>> {
  const passkeys = await listPasskeysOfUser(ctx.db, owner.userId);
  if (passkeys.length === 0) return err({ code: 'no_passkey' });
  const challenge = newChallenge();
  const publicKey = await ctx.ports.passkey.requestOptions(ctx, { challenge, passkeys });
  const context = { step: 'ask_existing' } satisfies z.infer<typeof EnrolmentStep>;
  return ok({ ceremonyId: await openCeremony(ctx, { purpose: 'enrol', userId: owner.userId, challenge, context }), publicKey });
}

/** Another passkey, step two: the existing one has answered, the new one may be made. */
export async function allowAnotherPasskey(
  ctx: Ctx,
  command: { userId: string; ceremonyId: string; assertion: unknown },
): Promise<Result<Ceremony, { readonly code: 'invalid_assertion' }>> {
  const query = { id: command.ceremonyId, purpose: 'enrol', userId: command.userId, context: EnrolmentStep } as const;
  const ceremony = await useCeremony(ctx, query);
  if (ceremony?.context.step !== 'ask_existing') return err({ code: 'invalid_assertion' });
  const passkeys = await listPasskeysOfUser(ctx.db, command.userId);
  const verified = await ctx.ports.passkey.verifyAssertion(ctx, { assertion: command.assertion, challenge: ceremony.challenge, passkeys });
  if (!verified) return err({ code: 'invalid_assertion' });
  const used = await recordPasskeyUse(ctx.db, { ...verified, now: ctx.clock.now() });
  return used ? ok(await openCreation(ctx, command.userId, 'another', verified.passkeyId)) : err({ code: 'invalid_assertion' });
}

/** The new passkey has been made: it counts from here on. A first one is refused when another was first, another one when the passkey that allowed it is gone. `tell` is what is promised of it, in its transaction. */
export async function finishPasskey(
  ctx: Ctx,
  command: { userId: string; ceremonyId: string; attestation: unknown },
  tell: (tx: Ctx, passkeyId: string) => Promise<void> = () => Promise.resolve(),
): Promise<Result<{ passkeyId: string }, { readonly code: 'invalid_attestation' | 'passkey_exists' }>> {
  const query = { id: command.ceremonyId, purpose: 'enrol', userId: command.userId, context: EnrolmentStep } as const;
  const ceremony = await useCeremony(ctx, query);
  if (!ceremony || ceremony.context.step === 'ask_existing') return err({ code: 'invalid_attestation' });
  const registration = await verifyRegistration(ctx, { attestation: command.attestation, challenge: ceremony.challenge });
  if (!registration) return err({ code: 'invalid_attestation' });
  return inTransaction(ctx, async (tx) => {
    await lockUser(tx.db, command.userId);
    const existing = await listPasskeysOfUser(tx.db, command.userId);
    if (ceremony.context.step === 'first' && existing.length > 0) return err({ code: 'passkey_exists' });
    const { allowedBy } = ceremony.context;
    if (ceremony.context.step === 'another' && !existing.some(({ id }) => id === allowedBy)) return err({ code: 'invalid_attestation' });
    const passkeyId = await addPasskey(tx, { userId: command.userId, registration });
    if (passkeyId === null) return err({ code: 'passkey_exists' });
    await tell(tx, passkeyId);
    return ok({ passkeyId });
  });
}

/** The first passkey of a person, whoever says that it may be made. */
export const openFirst = (ctx: Ctx, userId: string): Promise<Ceremony> => openCreation(ctx, userId, 'first');

async function openCreation(ctx: Ctx, userId: string, step: EnrolmentStep, allowedBy?: string): Promise<Ceremony> {
  const user = await findUser(ctx.db, userId);
  const exclude = await listPasskeysOfUser(ctx.db, userId);
  const challenge = newChallenge();
  const person = { userId, email: user?.email ?? '', displayName: user?.display_name ?? '' };
  const publicKey = await ctx.ports.passkey.creationOptions(ctx, { ...person, challenge, exclude });
  return { ceremonyId: await openCeremony(ctx, { purpose: 'enrol', userId, challenge, context: { step, allowedBy } }), publicKey };
}
