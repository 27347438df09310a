import { z } from 'zod';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { newChallenge, openCeremony, useCeremony } from './ceremony';
import { findWalletIdOfUser, listPasskeysOfUser, lockUser, readSecondStep, recordPasskeyUse, writeSecondStep } from './store';
import { throttleSignIn } from './throttle';
import type { Ceremony, RateLimited } from './types';

/** As many as it takes before a lost device locks nobody out. */
const PASSKEYS_MIN = 2;

/** Whether a passkey is asked of this person after what else they prove. */
export const hasSecondStep = (ctx: Ctx, userId: string): Promise<boolean> => readSecondStep(ctx.db, userId);

/** Asks a passkey of this person, once they proved something else; null where they did not choose that. In the transaction under way, if there is one. */
export async function askSecondStep(ctx: Ctx, userId: string): Promise<Ceremony | null> {
  if (!(await hasSecondStep(ctx, userId))) return null;
  const challenge = newChallenge();
  const publicKey = await ctx.ports.passkey.requestOptions(ctx, { challenge, passkeys: await listPasskeysOfUser(ctx.db, userId) });
  return { ceremonyId: await openCeremony(ctx, { purpose: 'second_step', userId: null, challenge, context: { userId } }), publicKey };
}

const Context = z.object({ userId: z.string() });

/** The passkey has answered: who it is. The challenge is for one answer, right or wrong, within five minutes. */
export async function takeSecondStep(
  ctx: Ctx,
  command: { ceremonyId: string; assertion: unknown; clientAddress: string },
): Promise<Result<{ userId: string }, RateLimited | { readonly code: 'invalid_credentials' }>> {
  const allowed = await throttleSignIn(ctx, command.clientAddress);
  if (!allowed.ok) return allowed;
  const refused = err({ code: 'invalid_credentials' } as const);
  const ceremony = await useCeremony(ctx, { id: command.ceremonyId, purpose: 'second_step', userId: null, context: Context });
  if (!ceremony) return refused;
  const { userId } = ceremony.context;
  const verified = await ctx.ports.passkey.verifyAssertion(ctx, { assertion: command.assertion, challenge: ceremony.challenge, passkeys: await listPasskeysOfUser(ctx.db, userId) });
  return verified && (await recordPasskeyUse(ctx.db, { ...verified, now: ctx.clock.now() })) ? ok({ userId }) : refused;
}

export type SecondStepError = { readonly code: 'too_few_passkeys' | 'has_wallet' };

/** Asks a passkey of this person from the next sign-in on, or no more. `too_few_passkeys`: with one alone a lost device would lock them out. `has_wallet`: a wallet has rules of its own. */
export const setSecondStep = (ctx: Ctx, { userId, on }: { userId: string; on: boolean }): Promise<Result<boolean, SecondStepError>> =>
  inTransaction<Ctx, Result<boolean, SecondStepError>>(ctx, async (tx) => {
    await lockUser(tx.db, userId);
    if ((await findWalletIdOfUser(tx.db, userId)) !== null) return err({ code: 'has_wallet' });
    if (on && (await listPasskeysOfUser(tx.db, userId)).length < PASSKEYS_MIN) return err({ code: 'too_few_passkeys' });
    await writeSecondStep(tx.db, { userId, on });
    return ok(on);
  });
