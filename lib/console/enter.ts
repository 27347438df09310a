import { addMember, addPerson, askSecondStep, findPerson, findPersonOf, proveAddress, startSession, type Person, type SignInMethod, type SignInOrigin } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { createWorkspace } from '@/lib/storefront';
import { findMembershipOf } from './store';
import type { Entered, Entrance, NextStep } from './types';

/** Where the browser is, and the sign-in that it had: it ends with the new one. */
export type Origin = SignInOrigin & { readonly replaces: string | null };

/**
 * A wallet is opened with its password or passkey alone: whoever reads its owner's mail, or holds their account at Google, must not get in
 * by that (rules.md, Passkeys: recovery waits a day).
 */
type HasWallet = { readonly code: 'has_wallet' };

/** A person has proved who they are, in the transaction under way: a new sign-in, and where it leads, or the passkey that they chose to be asked. */
export async function enter(tx: Ctx, command: { userId: string; method: SignInMethod; origin: Origin }): Promise<Entrance> {
  const ceremony = command.method === 'passkey' ? null : await askSecondStep(tx, command.userId);
  return ceremony ? { userId: command.userId, next: 'passkey', ceremony } : begin(tx, command);
}

async function begin(tx: Ctx, { userId, method, origin }: { userId: string; method: SignInMethod; origin: Origin }): Promise<Entered> {
  const { sessionId } = await startSession(tx, { userId, method, ...origin });
  return { userId, sessionId, next: await nextStepOf(tx, userId) };
}

/** Where a person who has signed in goes on. */
export async function nextStepOf(ctx: Ctx, userId: string): Promise<NextStep> {
  const membership = await findMembershipOf(ctx, userId);
  if (!membership) return 'wallet';
  if (membership.role === 'staff') return 'kitchen';
  return (await findPerson(ctx, userId))?.displayName === '' ? 'profile' : 'launchpad';
}

/**
 * Whoever proved this address comes in, in the transaction under way: as the person who has it, with what that account got without a proof
 * purged, or as a new one. Who works nowhere gets a draft of a store.
 */
export async function enterProven(
  tx: Ctx,
  command: { email: string; displayName: string; known: Person | null; method: SignInMethod; origin: Origin },
): Promise<Result<Entrance, HasWallet>> {
  const { email, displayName, method, origin } = command;
  const known = command.known ?? (await findPersonOf(tx, email));
  if (known?.walletId) return err({ code: 'has_wallet' });
  // Someone known by another provider's name for them may have another address here, which nobody proved now.
  const person = known ? (known.email === email ? await proveAddress(tx, known) : known) : await addPerson(tx, { email, displayName, passwordHash: null, emailVerified: true });
  if (!person) return err({ code: 'has_wallet' }); // an address that a wallet's owner may still take back
  if (!(await findMembershipOf(tx, person.userId))) await openStore(tx, { userId: person.userId, email: person.email, name: '' });
  return ok(await enter(tx, { userId: person.userId, method, origin }));
}

/** A draft of a store, whose owner this person is. */
export async function openStore(tx: Ctx, owner: { userId: string; email: string; name: string }): Promise<void> {
  const { merchantId } = await createWorkspace(tx, { name: owner.name, contactEmail: owner.email });
  await addMember(tx, { merchantId, userId: owner.userId, role: 'owner' });
}
