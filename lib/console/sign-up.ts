import {
  addPerson, choosePassword, normalizeEmail, requestEmailVerification, throttleSignUp, throttleSignUpOf, toDisplayName, type InvalidField, type RateLimited,
} from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { inTransaction, type Ctx } from '@/lib/ports';
import { enter, openStore, type Origin } from './enter';
import type { Entrance } from './types';

export type SignUpMerchantCommand = {
  readonly email: string;
  readonly password: string;
  /** Null: asked for later. */
  readonly displayName: string | null;
  readonly merchantName: string | null;
  readonly origin: Origin;
};

export type SignUpMerchantError = InvalidField<'email' | 'password' | 'displayName'> | RateLimited | { readonly code: 'email_taken' };

/**
 * A person, a draft of their store and a sign-in, together; a mail asks them to prove the address. `email_taken` where the address has an
 * account: intake tells that before (rules.md).
 */
export async function signUpMerchant(ctx: Ctx, command: SignUpMerchantCommand): Promise<Result<Entrance, SignUpMerchantError>> {
  const email = normalizeEmail(command.email);
  if (email === null) return err({ code: 'invalid_field', field: 'email', message: 'is not an email address' });
  const name = command.displayName === null ? ok('') : toDisplayName(command.displayName);
  if (!name.ok) return name;
  const { clientAddress } = command.origin;
  const byAddress = await throttleSignUp(ctx, clientAddress);
  if (!byAddress.ok) return byAddress;
  const byAccount = await throttleSignUpOf(ctx, email, clientAddress);
  if (!byAccount.ok) return byAccount;
  const password = await choosePassword(command.password);
  if (!password.ok) return password;
  return inTransaction<Ctx, Result<Entrance, SignUpMerchantError>>(ctx, async (tx) => {
    const person = await addPerson(tx, { email, displayName: name.value, passwordHash: password.value, emailVerified: false });
    if (!person) return err({ code: 'email_taken' });
    const { userId, displayName } = person;
    await openStore(tx, { userId, email, name: cleanText(command.merchantName ?? '', 100) });
    await requestEmailVerification(tx, { userId, tenantId: 'sign-in', email, displayName });
    return ok(await enter(tx, { userId, method: 'sign_up', origin: command.origin }));
  });
}
