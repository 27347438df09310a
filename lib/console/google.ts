import { findFederatedPerson, linkFederatedIdentity, normalizeEmail, toDisplayName } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx, type FederatedClaims } from '@/lib/ports';
import { enterProven, type Origin } from './enter';
import type { Entrance } from './types';

/** `unverified`: Google does not vouch for the address. `has_wallet`: a wallet is opened with its passkey or password alone. */
export type GoogleRefusal = { readonly code: 'unverified' | 'has_wallet' };

/**
 * What Google says of a person signs them in. Known by Google's own name for them, else by the address that Google vouches for; an address
 * that nobody has gets an account and a draft of a store.
 */
export async function enterWithGoogle(ctx: Ctx, command: { claims: FederatedClaims; origin: Origin }): Promise<Result<Entrance, GoogleRefusal>> {
  const { claims, origin } = command;
  const email = normalizeEmail(claims.email);
  if (email === null || !claims.emailVerified) return err({ code: 'unverified' });
  const name = toDisplayName(claims.displayName);
  return inTransaction<Ctx, Result<Entrance, GoogleRefusal>>(ctx, async (tx) => {
    const identity = { provider: 'google', subject: claims.subject } as const;
    const known = await findFederatedPerson(tx, identity);
    const entered = await enterProven(tx, { email, displayName: name.ok ? name.value : '', known, method: 'google', origin });
    if (!entered.ok) return entered;
    await linkFederatedIdentity(tx, { ...identity, userId: entered.value.userId });
    return ok(entered.value);
  });
}
