import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { normalizeEmail } from './email';
import { passwordMatches } from './password';
import { hasSecondStep } from './second-step';
import { startSession, type SignInOrigin } from './session';
import { findPasswordHash, takeTicket } from './store';
import { forgiveAccount, throttleAccount, throttleSignIn } from './throttle';
import { ticketHash } from './ticket';
import type { RateLimited } from './types';

type SignInError = RateLimited | { readonly code: 'invalid_credentials' };
/** The password is right, and a passkey is asked too: no session began. */
type PasskeyAsked = { readonly code: 'passkey_asked'; readonly userId: string };
type Session = { readonly userId: string; readonly sessionId: string };

/** The user whose password this is, or null. As slow for an address that nobody has as for one that somebody has. */
export async function verifyPassword(ctx: Ctx, credentials: { email: string; password: string }): Promise<string | null> {
  const email = normalizeEmail(credentials.email);
  const user = email === null ? undefined : await findPasswordHash(ctx.db, email);
  const matches = await passwordMatches(credentials.password, user?.password_hash ?? null);
  return matches && user ? user.id : null;
}

/** Email and password to a session. Throttled by address and by account, both counted before the password is looked at. */
export async function signInWithPassword(
  ctx: Ctx,
  command: { email: string; password: string; replaces: string | null } & SignInOrigin,
): Promise<Result<Session, SignInError | PasskeyAsked>> {
  const account = normalizeEmail(command.email) ?? '';
  const byAddress = await throttleSignIn(ctx, command.clientAddress);
  if (!byAddress.ok) return byAddress;
  const byAccount = await throttleAccount(ctx, account, command.clientAddress);
  if (!byAccount.ok) return byAccount;
  const userId = await verifyPassword(ctx, command);
  if (userId === null) return err({ code: 'invalid_credentials' });
  await forgiveAccount(ctx, account);
  if (await hasSecondStep(ctx, userId)) return err({ code: 'passkey_asked', userId });
  return ok(await startSession(ctx, { ...command, userId, method: 'password' }));
}

/** A one-time ticket to a session; a second use, or one after two minutes, is refused. */
export async function signInWithTicket(
  ctx: Ctx,
  command: { ticket: string; replaces: string | null } & SignInOrigin,
): Promise<Result<Session, SignInError>> {
  const byAddress = await throttleSignIn(ctx, command.clientAddress);
  if (!byAddress.ok) return byAddress;
  // Together: what ends a person's tickets and then their sessions misses neither.
  return inTransaction<Ctx, Result<Session, SignInError>>(ctx, async (tx) => {
    const grant = await takeTicket(tx.db, ticketHash(command.ticket), tx.clock.now());
    if (!grant) return err({ code: 'invalid_credentials' });
    return ok(await startSession(tx, { ...command, userId: grant.user_id, method: grant.method }));
  });
}
