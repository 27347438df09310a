import { choosePassword, findPersonOf, proveAddress, replacePassword, takeMailChallenge, throttleMailChallenge, type InvalidField, type RateLimited } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { enter, enterProven, type Origin } from './enter';
import type { Entrance } from './types';

/** The link is unknown, used or expired, or the address has a wallet, or (a new password) no account: one refusal for all. */
export type InvalidChallenge = { readonly code: 'invalid_challenge' };
const refused = err({ code: 'invalid_challenge' });

/** The link of a mail signs its reader in, once. An address that nobody has gets an account and a draft of a store. */
export async function consumeMagicLink(ctx: Ctx, command: { token: string; origin: Origin }): Promise<Result<Entrance, RateLimited | InvalidChallenge>> {
  const allowed = await throttleMailChallenge(ctx, command.origin.clientAddress);
  if (!allowed.ok) return allowed;
  return inTransaction<Ctx, Result<Entrance, InvalidChallenge>>(ctx, async (tx) => {
    const email = await takeMailChallenge(tx, { purpose: 'magic_link', token: command.token });
    if (email === null) return refused;
    const entered = await enterProven(tx, { email, displayName: '', known: null, method: 'magic_link', origin: command.origin });
    return entered.ok ? entered : refused;
  });
}

/** The link of a mail sets another password, once. Every other sign-in of the person ends; a new one begins. */
export async function confirmPasswordReset(
  ctx: Ctx,
  command: { token: string; password: string; origin: Origin },
): Promise<Result<Entrance, InvalidField<'password'> | RateLimited | InvalidChallenge>> {
  const allowed = await throttleMailChallenge(ctx, command.origin.clientAddress);
  if (!allowed.ok) return allowed;
  const password = await choosePassword(command.password);
  if (!password.ok) return password;
  return inTransaction<Ctx, Result<Entrance, InvalidChallenge>>(ctx, async (tx) => {
    const email = await takeMailChallenge(tx, { purpose: 'password_reset', token: command.token });
    const person = email === null ? null : await findPersonOf(tx, email);
    if (!person || person.walletId !== null) return refused;
    await proveAddress(tx, person);
    await replacePassword(tx, { userId: person.userId, passwordHash: password.value });
    return ok(await enter(tx, { userId: person.userId, method: 'password_reset', origin: command.origin }));
  });
}
