import { askSecondStep, signInWithPassword, takeSecondStep, type RateLimited } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { enter, nextStepOf, type Origin } from './enter';
import type { Entrance } from './types';

type SignInError = RateLimited | { readonly code: 'invalid_credentials' };

/** Email and password. One refusal for an unknown address and a wrong password, as slow for the one as for the other. */
export async function signInToConsole(
  ctx: Ctx,
  command: { email: string; password: string; origin: Origin },
): Promise<Result<Entrance, SignInError>> {
  const { email, password, origin } = command;
  const signedIn = await signInWithPassword(ctx, { email, password, ...origin });
  if (signedIn.ok) return ok({ ...signedIn.value, next: await nextStepOf(ctx, signedIn.value.userId) });
  if (signedIn.error.code !== 'passkey_asked') return err(signedIn.error);
  const { userId } = signedIn.error;
  const ceremony = await askSecondStep(ctx, userId);
  return ceremony ? ok({ userId, next: 'passkey', ceremony }) : err({ code: 'invalid_credentials' }); // switched off in this moment
}

/** The passkey that was asked after something else was proved. */
export async function takePasskey(ctx: Ctx, command: { ceremonyId: string; assertion: unknown; origin: Origin }): Promise<Result<Entrance, SignInError>> {
  const { ceremonyId, assertion, origin } = command;
  const proved = await takeSecondStep(ctx, { ceremonyId, assertion, clientAddress: origin.clientAddress });
  return proved.ok ? ok(await enter(ctx, { userId: proved.value.userId, method: 'passkey', origin })) : proved;
}
