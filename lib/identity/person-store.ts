import type { Db } from '@/lib/db';
import type { UiLocale } from './types';

export type PersonRow = { id: string; email: string; display_name: string; password_hash: string; email_verified: boolean; wallet_id: string | null; ui_locale: UiLocale };

const SELECT = `select u.id, u.email, u.display_name, u.password_hash, u.email_verified_at is not null as email_verified, u.ui_locale, w.id as wallet_id
                  from app_user u left join wallet w on w.user_id = u.id`;

export async function findPersonByEmail(db: Db, email: string): Promise<PersonRow | undefined> {
  const [row] = await db.query<PersonRow>({ name: 'identity.person_by_email', text: `${SELECT} where u.email = $1`, values: [email] });
  return row;
}

export async function findPersonById(db: Db, userId: string): Promise<PersonRow | undefined> {
  const [row] = await db.query<PersonRow>({ name: 'identity.person_by_id', text: `${SELECT} where u.id = $1`, values: [userId] });
  return row;
}

export async function findPersonBySubject(db: Db, identity: { provider: 'google'; subject: string }): Promise<PersonRow | undefined> {
  const [row] = await db.query<PersonRow>({
    name: 'identity.person_by_subject',
    text: `${SELECT} join federated_identity f on f.user_id = u.id where f.provider = $1 and f.subject = $2`,
    values: [identity.provider, identity.subject],
  });
  return row;
}

/** What a provider calls this person; again, it stays whose it was. */
export async function insertFederatedIdentity(db: Db, identity: { provider: 'google'; subject: string; userId: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.insert_federated_identity',
    text: 'insert into federated_identity (provider, subject, user_id, created_at) values ($1, $2, $3, $4) on conflict (provider, subject) do nothing',
    values: [identity.provider, identity.subject, identity.userId, identity.now],
  });
}

export async function writeDisplayName(db: Db, person: { userId: string; displayName: string }): Promise<void> {
  await db.query({ name: 'identity.write_display_name', text: 'update app_user set display_name = $2 where id = $1', values: [person.userId, person.displayName] });
}

export async function writeUiLocale(db: Db, person: { userId: string; uiLocale: UiLocale }): Promise<void> {
  await db.query({ name: 'identity.write_ui_locale', text: 'update app_user set ui_locale = $2 where id = $1', values: [person.userId, person.uiLocale] });
}

export async function writePasswordHash(db: Db, person: { userId: string; passwordHash: string }): Promise<void> {
  await db.query({ name: 'identity.write_password_hash', text: 'update app_user set password_hash = $2 where id = $1', values: [person.userId, person.passwordHash] });
}

const OF_USER = ['sign_in_ticket', 'passkey_ceremony', 'email_verification', 'email_change', 'passkey_recovery', 'passkey', 'sign_in_session', 'federated_identity'];

/** What the account of someone without a wallet knows of them. Its row stays, without a name: other rows say who did something by its id. */
export async function erasePersonRows(db: Db, person: { userId: string; noPassword: string }): Promise<void> {
  await db.query({
    name: 'identity.erase.mails',
    text: 'delete from mail_message where recipient = (select email from app_user where id = $1)',
    values: [person.userId],
  });
  await db.query({
    name: 'identity.erase.mail_challenges',
    text: 'delete from mail_challenge where email = (select email from app_user where id = $1)',
    values: [person.userId],
  });
  for (const table of OF_USER) await db.query({ name: `identity.erase.${table}`, text: `delete from ${table} where user_id = $1`, values: [person.userId] });
  await db.query({
    name: 'identity.erase.person',
    text: `update app_user set email = 'erased:' || id, display_name = 'Erased', password_hash = $2, email_verified_at = null, second_step = false where id = $1`,
    values: [person.userId, person.noPassword],
  });
}
