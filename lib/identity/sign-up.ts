import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { inTransaction, type Ctx } from '@/lib/ports';
import { z } from 'zod';
import { newChallenge, openCeremony, useCeremony } from './ceremony';
import { createWallet, giveDemoCard } from './create-user';
import { normalizeEmail } from './email';
import { addPasskey, verifyRegistration, type VerifiedRegistration } from './passkey';
import { hashPassword, passwordFault } from './password';
import { emailIsTaken, insertUser } from './store';
import { throttleSignUp, throttleSignUpOf } from './throttle';
import { issueTicket } from './ticket';
import { DEFAULT_TIME_ZONE, toTimeZone } from '@/lib/kernel/time-zone';
import type { InvalidField, RateLimited, Ticket } from './types';
import { requestEmailVerification } from './verify-email';

const MAX_NAME_CHARACTERS = 80;

export type SignUpCommand = {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  /** IANA name, as the browser knows it. */
  readonly timeZone: string | null;
  readonly clientAddress: string;
};

type SignUpField = 'email' | 'password' | 'display_name' | 'time_zone';
type BeginError = InvalidField<SignUpField> | RateLimited | { readonly code: 'email_taken' };
type FinishError = { readonly code: 'invalid_attestation' | 'email_taken' | 'passkey_exists' };

/** What a sign-up remembers between its two steps; sealed in the ceremony, so that nothing exists of who never finishes. */
const Pending = z.object({ userId: z.string(), email: z.string(), displayName: z.string(), timeZone: z.string(), passwordHash: z.string() });
type Pending = z.infer<typeof Pending>;

/** Step one: the first passkey is asked for. Nothing is created yet. */
export async function beginSignUp(ctx: Ctx, command: SignUpCommand): Promise<Result<{ signUpId: string; publicKey: object }, BeginError>> {
  const checked = checkFields(command);
  if (!checked.ok) return checked;
  const allowed = await throttleSignUp(ctx, command.clientAddress);
  if (!allowed.ok) return allowed;
  const { email, displayName, timeZone } = checked.value;
  const allowedEmail = await throttleSignUpOf(ctx, email, command.clientAddress);
  if (!allowedEmail.ok) return allowedEmail;
  if (await emailIsTaken(ctx.db, { email, userId: null, now: ctx.clock.now() })) return err({ code: 'email_taken' });
  const userId = newId('user', ctx.clock.now().getTime());
  const challenge = newChallenge();
  const publicKey = await ctx.ports.passkey.creationOptions(ctx, { challenge, userId, email, displayName, exclude: [] });
  const context: Pending = { userId, email, displayName, timeZone, passwordHash: await hashPassword(command.password) };
  return ok({ signUpId: await openCeremony(ctx, { purpose: 'sign_up', userId: null, challenge, context }), publicKey });
}

/** Step two: the passkey was made. Person, wallet, passkey and (on the embedded database) a funded card come to be together. */
export async function finishSignUp(ctx: Ctx, command: { signUpId: string; attestation: unknown }): Promise<Result<Ticket, FinishError>> {
  const ceremony = await useCeremony(ctx, { id: command.signUpId, purpose: 'sign_up', userId: null, context: Pending });
  if (!ceremony) return err({ code: 'invalid_attestation' });
  const registration = await verifyRegistration(ctx, { attestation: command.attestation, challenge: ceremony.challenge });
  if (!registration) return err({ code: 'invalid_attestation' });
  return createOwner(ctx, ceremony.context, registration);
}

/** A refusal inside the transaction must undo what stands before it: it leaves as a throw and comes back as a result. */
class Refused extends Error {
  constructor(readonly refusal: FinishError) {
    super(refusal.code);
  }
}

async function createOwner(ctx: Ctx, person: Pending, registration: VerifiedRegistration): Promise<Result<Ticket, FinishError>> {
  try {
    return await inTransaction(ctx, async (tx) => {
      const { userId, email, displayName, timeZone, passwordHash } = person;
      const now = tx.clock.now();
      if (await emailIsTaken(tx.db, { email, userId: null, now })) throw new Refused({ code: 'email_taken' });
      const created = await insertUser(tx.db, { id: userId, email, displayName, passwordHash, emailVerifiedAt: null, now });
      if (!created) throw new Refused({ code: 'email_taken' });
      const walletId = await createWallet(tx, { userId, timeZone });
      const passkeyId = await addPasskey(tx, { userId, registration });
      if (passkeyId === null) throw new Refused({ code: 'passkey_exists' });
      if (tx.settings.embeddedDatabase) await giveDemoCard(tx, { userId, walletId });
      await requestEmailVerification(tx, { userId, tenantId: walletId, email, displayName });
      return ok({ ticket: await issueTicket(tx, { userId, method: 'sign_up' }) });
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
}

function checkFields(command: SignUpCommand): Result<{ email: string; displayName: string; timeZone: string }, InvalidField<SignUpField>> {
  const email = normalizeEmail(command.email);
  if (email === null) return invalid('email', 'is not an email address');
  const fault = passwordFault(command.password);
  if (fault !== null) return invalid('password', fault);
  const displayName = cleanText(command.displayName, MAX_NAME_CHARACTERS);
  if (displayName === '') return invalid('display_name', 'must not be empty');
  const timeZone = toTimeZone(command.timeZone ?? DEFAULT_TIME_ZONE);
  if (timeZone === null) return invalid('time_zone', 'is not an IANA time zone');
  return ok({ email, displayName, timeZone });
}

const invalid = (field: SignUpField, message: string) => err({ code: 'invalid_field', field, message });
