import { findPersonOf, normalizeEmail, throttleAddress, type InvalidField, type RateLimited } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';

/** What someone with this address does next. `magic_link`: there is an account, and no password that opens it. */
export type IntakeStep = 'password' | 'sign_up' | 'magic_link';

const PER_ADDRESS = { points: 60, seconds: 10 * 60 };

/** The first step, which tells known from unknown by design (rules.md); so it is counted, and no address asks through a list. */
export async function takeIn(ctx: Ctx, command: { email: string; clientAddress: string }): Promise<Result<IntakeStep, InvalidField<'email'> | RateLimited>> {
  const email = normalizeEmail(command.email);
  if (email === null) return err({ code: 'invalid_field', field: 'email', message: 'is not an email address' });
  const allowed = await throttleAddress(ctx, { what: 'intake', clientAddress: command.clientAddress, budget: PER_ADDRESS });
  if (!allowed.ok) return allowed;
  const person = await findPersonOf(ctx, email);
  if (!person) return ok('sign_up');
  return ok(person.hasPassword ? 'password' : 'magic_link');
}
