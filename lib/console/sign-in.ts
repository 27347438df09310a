import { signInWithPassword, type RateLimited } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { nextStepOf, type Origin } from './enter';
import type { Entered } from './types';

/** Email and password. One refusal for an unknown address and a wrong password, as slow for the one as for the other. */
export async function signInToConsole(
  ctx: Ctx,
  command: { email: string; password: string; origin: Origin },
): Promise<Result<Entered, RateLimited | { readonly code: 'invalid_credentials' }>> {
  const { email, password, origin } = command;
  const signedIn = await signInWithPassword(ctx, { email, password, ...origin });
  if (!signedIn.ok) return signedIn;
  return ok({ ...signedIn.value, next: await nextStepOf(ctx, signedIn.value.userId) });
}
