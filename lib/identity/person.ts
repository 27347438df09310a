import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import { hashPassword, NO_PASSWORD, passwordFault } from './password';
import {
  erasePersonRows, findPersonByEmail, findPersonById, findPersonBySubject, insertFederatedIdentity, writeDisplayName, writePasswordHash, writeUiLocale, type PersonRow,
} from './person-store';
import { purgeUnverified } from './recovery';
import { emailIsTaken, endAllSessionRows, insertUser, lockUser } from './store';
import type { InvalidField, UiLocale } from './types';

const MAX_NAME_CHARACTERS = 80;

/** A person, as those who work at merchants are told apart. */
export type Person = {
  readonly userId: string;
  readonly email: string;
  /** Empty until it was said. */
  readonly displayName: string;
  readonly emailVerified: boolean;
  readonly hasPassword: boolean;
  /** Null for a person who holds no wallet. */
  readonly walletId: string | null;
  readonly uiLocale: UiLocale;
};

const toPerson = (row: PersonRow): Person => ({
  userId: row.id, email: row.email, displayName: row.display_name, emailVerified: row.email_verified, hasPassword: row.password_hash !== NO_PASSWORD,
  walletId: row.wallet_id, uiLocale: row.ui_locale,
});

/** By id. */
export async function findPerson(ctx: Ctx, userId: string): Promise<Person | null> {
  const row = await findPersonById(ctx.db, userId);
  return row ? toPerson(row) : null;
}

/** By an address as normalizeEmail writes it. */
export async function findPersonOf(ctx: Ctx, email: string): Promise<Person | null> {
  const row = await findPersonByEmail(ctx.db, email);
  return row ? toPerson(row) : null;
}

/** By what a provider calls them. */
export async function findFederatedPerson(ctx: Ctx, identity: { provider: 'google'; subject: string }): Promise<Person | null> {
  const row = await findPersonBySubject(ctx.db, identity);
  return row ? toPerson(row) : null;
}

/** Remembers what a provider calls a person, in the transaction under way. */
export const linkFederatedIdentity = (tx: Ctx, identity: { provider: 'google'; subject: string; userId: string }): Promise<void> =>
  insertFederatedIdentity(tx.db, { ...identity, now: tx.clock.now() });

/** The scrypt hash of a password that somebody chose, or what is wrong with it. Takes some 80 ms: not for the inside of a transaction. */
export async function choosePassword(password: string): Promise<Result<string, InvalidField<'password'>>> {
  const fault = passwordFault(password);
  return fault === null ? ok(await hashPassword(password)) : err({ code: 'invalid_field', field: 'password', message: fault });
}

/** A person without a wallet, in the transaction under way. `passwordHash` null: none that signs in. Null when the address is somebody's. */
export async function addPerson(
  tx: Ctx,
  person: { email: string; displayName: string; passwordHash: string | null; emailVerified: boolean; uiLocale?: UiLocale },
): Promise<Person | null> {
  const now = tx.clock.now();
  if (await emailIsTaken(tx.db, { email: person.email, userId: null, now })) return null;
  const userId = newId('user', now.getTime());
  const { email, displayName, passwordHash, emailVerified, uiLocale = 'en' } = person;
  const made = await insertUser(tx.db, { id: userId, email, displayName, passwordHash: passwordHash ?? NO_PASSWORD, emailVerifiedAt: emailVerified ? now : null, now });
  if (!made) return null;
  if (uiLocale !== 'en') await writeUiLocale(tx.db, { userId, uiLocale });
  return { userId, email, displayName, emailVerified, hasPassword: passwordHash !== null, walletId: null, uiLocale };
}

/**
 * The reader of this address was proved just now, in the transaction under way: what an account of it got without that proof (password,
 * passkeys, sign-ins) goes (rules.md, "A sign-in's session"). The person is locked, and answered as they are after it.
 */
export async function proveAddress(tx: Ctx, person: Person): Promise<Person> {
  await lockUser(tx.db, person.userId);
  if (person.emailVerified) return person;
  await purgeUnverified(tx, person.userId);
  return { ...person, emailVerified: true, hasPassword: false };
}

/** Another password, in the transaction under way. Every sign-in of the person ends. */
export async function replacePassword(tx: Ctx, command: { userId: string; passwordHash: string }): Promise<void> {
  await writePasswordHash(tx.db, command);
  await endAllSessions(tx, command.userId);
}

/** A first password, in the transaction under way. */
export const setPassword = (tx: Ctx, command: { userId: string; passwordHash: string }): Promise<void> => writePasswordHash(tx.db, command);

/** Ends every sign-in of a person, and what could still become one, in the transaction under way. */
export const endAllSessions = (tx: Ctx, userId: string): Promise<void> => endAllSessionRows(tx.db, userId, tx.clock.now());

/** A name as people see it, 1 to 80 characters in one line. */
export function toDisplayName(text: string): Result<string, InvalidField<'displayName'>> {
  const displayName = cleanText(text, MAX_NAME_CHARACTERS);
  return displayName === '' ? err({ code: 'invalid_field', field: 'displayName', message: 'must not be empty' }) : ok(displayName);
}

/** How a person is called. `invalid_field`: nothing is left of the name once it is cleaned. */
export async function nameSelf(ctx: Ctx, command: { userId: string; displayName: string }): Promise<Result<string, InvalidField<'displayName'>>> {
  const name = toDisplayName(command.displayName);
  if (name.ok) await writeDisplayName(ctx.db, { userId: command.userId, displayName: name.value });
  return name;
}

/** The language of the console for this person. */
export const chooseUiLocale = (ctx: Ctx, command: { userId: string; uiLocale: UiLocale }): Promise<void> => writeUiLocale(ctx.db, command);

/** Forgets a person who holds no wallet and works nowhere, in the transaction under way: name, address, credentials and sign-ins. */
export const erasePerson = (tx: Ctx, userId: string): Promise<void> => erasePersonRows(tx.db, { userId, noPassword: NO_PASSWORD });
