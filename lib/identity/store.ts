import type { Db } from '@/lib/db';
import { newId } from '@/lib/kernel/id';
import type { StoredPasskey } from '@/lib/ports';
import type { SignInMethod, UiLocale } from './types';

// ---- people -----------------------------------------------------------------------------------------------------------------------

export type UserRow = { id: string; email: string; display_name: string };

/** False when the address belongs to somebody already. */
export async function insertUser(
  db: Db,
  user: { id: string; email: string; displayName: string; passwordHash: string; emailVerifiedAt: Date | null; now: Date },
): Promise<boolean> {
  const rows = await db.query<{ id: string }>({
    name: 'identity.insert_user',
    text: `insert into app_user (id, email, display_name, password_hash, email_verified_at, created_at)
           values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing returning id`,
    values: [user.id, user.email, user.displayName, user.passwordHash, user.emailVerifiedAt, user.now],
  });
  return rows.length === 1;
}

/** Somebody's address, or one that somebody may still take back. What is `userId`'s own is taken by nobody. */
export async function emailIsTaken(db: Db, query: { email: string; userId: string | null; now: Date }): Promise<boolean> {
  const rows = await db.query({
    name: 'identity.email_is_taken',
    text: `select 1 as taken from app_user where email = $1 and id is distinct from $2
           union all
           select 1 from email_change
            where before_email = $1 and user_id is distinct from $2 and applied_at is not null and ended_at is null and undo_expires_at > $3
           limit 1`,
    values: [query.email, query.userId, query.now],
  });
  return rows.length === 1;
}

export async function findPasswordHash(db: Db, email: string): Promise<{ id: string; password_hash: string } | undefined> {
  const rows = await db.query<{ id: string; password_hash: string }>({
    name: 'identity.find_password_hash',
    text: 'select id, password_hash from app_user where email = $1',
    values: [email],
  });
  return rows[0];
}

export async function findUserIdByEmail(db: Db, email: string): Promise<string | null> {
  const rows = await db.query<{ id: string }>({ name: 'identity.find_user_id_by_email', text: 'select id from app_user where email = $1', values: [email] });
  return rows[0]?.id ?? null;
}

export async function findUser(db: Db, userId: string): Promise<UserRow | undefined> {
  const rows = await db.query<UserRow>({
    name: 'identity.find_user',
    text: 'select id, email, display_name from app_user where id = $1',
    values: [userId],
  });
  return rows[0];
}

/** Held until the transaction ends: what depends on how many passkeys a person has is decided once at a time. */
export async function lockUser(db: Db, userId: string): Promise<void> {
  await db.query({ name: 'identity.lock_user', text: 'select id from app_user where id = $1 for update', values: [userId] });
}

/** Whether a passkey is asked of a person after the password. */
export async function readSecondStep(db: Db, userId: string): Promise<boolean> {
  const rows = await db.query<{ second_step: boolean }>({ name: 'identity.second_step', text: 'select second_step from app_user where id = $1', values: [userId] });
  return rows[0]?.second_step ?? false;
}

export async function writeSecondStep(db: Db, person: { userId: string; on: boolean }): Promise<void> {
  await db.query({ name: 'identity.write_second_step', text: 'update app_user set second_step = $2 where id = $1', values: [person.userId, person.on] });
}

export async function insertWallet(db: Db, wallet: { id: string; userId: string; timeZone: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.insert_wallet',
    text: 'insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, $3, $4)',
    values: [wallet.id, wallet.userId, wallet.timeZone, wallet.now],
  });
}

/** The wallet's first card is its default. */
export async function insertPaymentMethod(
  db: Db,
  method: { walletId: string; cardId: string; brand: string; bin: string; last4: string; now: Date },
): Promise<string> {
  const id = newId('paymentMethod', method.now.getTime());
  await db.query({
    name: 'identity.insert_payment_method',
    text: `insert into payment_method (wallet_id, id, card_id, brand, bin, last4, is_default, created_at)
           values ($1, $2, $3, $4, $5, $6, not exists (select 1 from payment_method where wallet_id = $1), $7)`,
    values: [method.walletId, id, method.cardId, method.brand, method.bin, method.last4, method.now],
  });
  return id;
}

/** The cards of a wallet, the oldest first. */
export async function listCards(db: Db, walletId: string): Promise<{ id: string; cardId: string; brand: string; last4: string }[]> {
  return db.query({
    name: 'identity.list_cards',
    text: 'select id, card_id as "cardId", brand, last4 from payment_method where wallet_id = $1 order by created_at, id',
    values: [walletId],
  });
}

/** Two changes of one wallet's cards come one after the other. */
export async function lockWallet(db: Db, walletId: string): Promise<void> {
  await db.query({ name: 'identity.lock_wallet', text: 'select id from wallet where id = $1 for update', values: [walletId] });
}

export async function upsertMember(db: Db, member: { merchantId: string; userId: string; role: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.upsert_member',
    text: `insert into merchant_member (merchant_id, user_id, role, created_at) values ($1, $2, $3, $4)
           on conflict (merchant_id, user_id) do update set role = excluded.role`,
    values: [member.merchantId, member.userId, member.role, member.now],
  });
}

// ---- sessions and tickets ---------------------------------------------------------------------------------------------------------

export async function insertSession(
  db: Db,
  session: { id: string; userId: string; method: SignInMethod; device: string | null; clientNetwork: string | null; now: Date; expiresAt: Date },
): Promise<void> {
  await db.query({
    name: 'identity.insert_session',
    text: `insert into sign_in_session (id, user_id, method, device, client_network, created_at, last_seen_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $6, $7)`,
    values: [session.id, session.userId, session.method, session.device, session.clientNetwork, session.now, session.expiresAt],
  });
}

export type SessionRow = { user_id: string; display_name: string; ui_locale: UiLocale; last_seen_at: Date | null; wallet_id: string | null; merchant_id: string | null; role: string | null };

const SELECT_LIVE_SESSION = `
  select u.id as user_id, u.display_name, u.ui_locale, s.last_seen_at, w.id as wallet_id, m.merchant_id, m.role
    from sign_in_session s
    join app_user u on u.id = s.user_id
    left join wallet w on w.user_id = u.id
    left join lateral (select merchant_id, role from merchant_member where user_id = u.id order by created_at, merchant_id limit 1) m on true
   where s.ended_at is null and s.expires_at > $2`;

/** A live session with its user, wallet and first membership, in one indexed statement. */
export async function findLiveSession(db: Db, sessionId: string, now: Date): Promise<SessionRow | undefined> {
  const rows = await db.query<SessionRow>({
    name: 'identity.find_live_session',
    text: `${SELECT_LIVE_SESSION} and s.id = $1`,
    values: [sessionId, now],
  });
  return rows[0];
}

export async function findSessionStart(db: Db, sessionId: string): Promise<Date | null> {
  const [row] = await db.query<{ created_at: Date }>({
    name: 'identity.session_start',
    text: 'select created_at from sign_in_session where id = $1 and ended_at is null',
    values: [sessionId],
  });
  return row?.created_at ?? null;
}

/** A live session by the id that it had until it was rotated, after `since`. */
export async function findRotatedSession(db: Db, previousId: string, times: { now: Date; since: Date }): Promise<SessionRow | undefined> {
  const rows = await db.query<SessionRow>({
    name: 'identity.find_rotated_session',
    text: `${SELECT_LIVE_SESSION} and s.previous_id = $1 and s.rotated_at > $3`,
    values: [previousId, times.now, times.since],
  });
  return rows[0];
}

/** The time a session ends, once it has its new id; undefined when nobody is signed in by the old one any more. */
export async function rotateSessionRow(db: Db, session: { id: string; newId: string; now: Date }): Promise<Date | undefined> {
  const rows = await db.query<{ expires_at: Date }>({
    name: 'identity.rotate_session',
    text: `update sign_in_session set id = $2, previous_id = id, rotated_at = $3
            where id = $1 and ended_at is null and expires_at > $3 returning expires_at`,
    values: [session.id, session.newId, session.now],
  });
  return rows[0]?.expires_at;
}

/** Answers whose it was, or undefined where it was over or never there. */
export async function endSessionRow(db: Db, sessionId: string, now: Date): Promise<string | undefined> {
  const [ended] = await db.query<{ user_id: string }>({
    name: 'identity.end_session',
    text: 'update sign_in_session set ended_at = $2 where id = $1 and ended_at is null returning user_id',
    values: [sessionId, now],
  });
  return ended?.user_id;
}

export async function insertTicket(db: Db, ticket: { hash: string; userId: string; method: SignInMethod; expiresAt: Date }): Promise<void> {
  await db.query({
    name: 'identity.insert_ticket',
    text: 'insert into sign_in_ticket (ticket_hash, user_id, method, expires_at) values ($1, $2, $3, $4)',
    values: [ticket.hash, ticket.userId, ticket.method, ticket.expiresAt],
  });
}

/** What could still become a sign-in of this person. */
export async function deleteTickets(db: Db, userId: string): Promise<void> {
  await db.query({ name: 'identity.delete_tickets', text: 'delete from sign_in_ticket where user_id = $1', values: [userId] });
}

/** Uses a ticket up; undefined when it is unknown, used or expired. */
export async function takeTicket(db: Db, hash: string, now: Date): Promise<{ user_id: string; method: SignInMethod } | undefined> {
  const rows = await db.query<{ user_id: string; method: SignInMethod }>({
    name: 'identity.take_ticket',
    text: `update sign_in_ticket set used_at = $2 where ticket_hash = $1 and used_at is null and expires_at > $2
           returning user_id, method`,
    values: [hash, now],
  });
  return rows[0];
}

// ---- passkeys and ceremonies ------------------------------------------------------------------------------------------------------

type PasskeyRow = { id: string; user_id: string; credential_id: string; public_key: Uint8Array; counter: bigint; transports: string[]; record: object | null };

const PASSKEY_COLUMNS = "p.id, p.user_id, p.credential_id, p.public_key, p.counter, p.transports, p.enrolment->'record' as record";

const toStoredPasskey = (row: PasskeyRow): StoredPasskey => ({
  id: row.id,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  counter: row.counter,
  transports: row.transports,
  enrolment: row.record,
});

export async function listPasskeysOfUser(db: Db, userId: string): Promise<StoredPasskey[]> {
  const rows = await db.query<PasskeyRow>({
    name: 'identity.list_passkeys_of_user',
    text: `select ${PASSKEY_COLUMNS} from passkey p where p.user_id = $1 order by p.created_at, p.id`,
    values: [userId],
  });
  return rows.map(toStoredPasskey);
}

export type PasskeyDatesRow = { id: string; label: string; syncable: boolean | null; created_at: Date; last_used_at: Date | null };

/** What a person is told of their passkeys, oldest first. */
export async function listPasskeyDates(db: Db, userId: string): Promise<PasskeyDatesRow[]> {
  return db.query<PasskeyDatesRow>({
    name: 'identity.list_passkey_dates',
    text: 'select id, label, syncable, created_at, last_used_at from passkey where user_id = $1 order by created_at, id',
    values: [userId],
  });
}

export async function listPasskeysOfWallet(db: Db, walletId: string): Promise<StoredPasskey[]> {
  const rows = await db.query<PasskeyRow>({
    name: 'identity.list_passkeys_of_wallet',
    text: `select ${PASSKEY_COLUMNS} from passkey p join wallet w on w.user_id = p.user_id where w.id = $1 order by p.created_at, p.id`,
    values: [walletId],
  });
  return rows.map(toStoredPasskey);
}

export async function findPasskeyByCredential(db: Db, credentialId: string): Promise<{ userId: string; passkey: StoredPasskey } | undefined> {
  const rows = await db.query<PasskeyRow>({
    name: 'identity.find_passkey_by_credential',
    text: `select ${PASSKEY_COLUMNS} from passkey p where p.credential_id = $1`,
    values: [credentialId],
  });
  return rows[0] && { userId: rows[0].user_id, passkey: toStoredPasskey(rows[0]) };
}

export type NewPasskey = {
  id: string;
  userId: string;
  credentialId: string;
  publicKey: Uint8Array;
  counter: bigint;
  transports: readonly string[];
  syncable: boolean;
  label: string;
  enrolment: object;
  now: Date;
};

/** False when that credential is enrolled already, by whomever. */
export async function insertPasskey(db: Db, passkey: NewPasskey): Promise<boolean> {
  const rows = await db.query<{ id: string }>({
    name: 'identity.insert_passkey',
    text: `insert into passkey (id, user_id, credential_id, public_key, counter, transports, label, enrolment, created_at, syncable)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (credential_id) do nothing returning id`,
    values: [
      passkey.id,
      passkey.userId,
      passkey.credentialId,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      passkey.transports,
      passkey.label,
      JSON.stringify(passkey.enrolment),
      passkey.now,
      passkey.syncable,
    ],
  });
  return rows.length === 1;
}

/** False when this person has no such passkey. */
export async function renamePasskeyRow(db: Db, passkey: { id: string; userId: string; label: string }): Promise<boolean> {
  const rows = await db.query({
    name: 'identity.rename_passkey',
    text: 'update passkey set label = $3 where id = $1 and user_id = $2 returning id',
    values: [passkey.id, passkey.userId, passkey.label],
  });
  return rows.length === 1;
}

/** The person must be locked. An enrolment that it allowed ends with it (finishPasskey). */
export async function deletePasskey(db: Db, passkey: { id: string; userId: string }): Promise<void> {
  await db.query({ name: 'identity.delete_passkey', text: 'delete from passkey where id = $1 and user_id = $2', values: [passkey.id, passkey.userId] });
}

/** The counter only rises: of two uses that overlap, the later one stands. False when the passkey was removed meanwhile. */
export async function recordPasskeyUse(db: Db, use: { passkeyId: string; newCounter: bigint; now: Date }): Promise<boolean> {
  const rows = await db.query({
    name: 'identity.record_passkey_use',
    text: 'update passkey set counter = greatest(counter, $2), last_used_at = $3 where id = $1 returning id',
    values: [use.passkeyId, use.newCounter, use.now],
  });
  return rows.length === 1;
}

export type CeremonyPurpose = 'sign_up' | 'sign_in' | 'second_step' | 'enrol' | 'recover';
export type CeremonyRow = { challenge: string; context: unknown };

export async function insertCeremony(
  db: Db,
  ceremony: { id: string; purpose: CeremonyPurpose; userId: string | null; challenge: string; context: object; now: Date; expiresAt: Date },
): Promise<void> {
  await db.query({
    name: 'identity.insert_ceremony',
    text: `insert into passkey_ceremony (id, purpose, user_id, challenge, context, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      ceremony.id,
      ceremony.purpose,
      ceremony.userId,
      ceremony.challenge,
      JSON.stringify(ceremony.context),
      ceremony.now,
      ceremony.expiresAt,
    ],
  });
}

/** Uses a ceremony up; undefined when it is unknown, another purpose's or person's, used or expired. */
export async function takeCeremony(
  db: Db,
  query: { id: string; purpose: CeremonyPurpose; userId: string | null; now: Date },
): Promise<CeremonyRow | undefined> {
  const rows = await db.query<CeremonyRow>({
    name: 'identity.take_ceremony',
    text: `update passkey_ceremony set used_at = $4
            where id = $1 and purpose = $2 and user_id is not distinct from $3 and used_at is null and expires_at > $4
        returning challenge, context`,
    values: [query.id, query.purpose, query.userId, query.now],
  });
  return rows[0];
}

// ---- email verification -----------------------------------------------------------------------------------------------------------

export async function insertEmailVerification(
  db: Db,
  verification: { hash: string; userId: string; email: string; expiresAt: Date },
): Promise<void> {
  await db.query({
    name: 'identity.insert_email_verification',
    text: 'insert into email_verification (token_hash, user_id, email, expires_at) values ($1, $2, $3, $4)',
    values: [verification.hash, verification.userId, verification.email, verification.expiresAt],
  });
}

/** The address that a link to this person proves, again until it expires. */
export async function followVerification(db: Db, { hash, userId, now }: { hash: string; userId: string; now: Date }): Promise<string | undefined> {
  const rows = await db.query<{ email: string }>({
    name: 'identity.follow_verification',
    text: `update email_verification set used_at = coalesce(used_at, $2) where token_hash = $1 and user_id = $3 and expires_at > $2 returning email`,
    values: [hash, now, userId],
  });
  return rows[0]?.email;
}

/** False when the address is not this person's. */
export async function markEmailVerified(db: Db, { userId, email, now }: { userId: string; email: string; now: Date }): Promise<boolean> {
  const rows = await db.query({
    name: 'identity.mark_email_verified',
    text: 'update app_user set email_verified_at = coalesce(email_verified_at, $3) where id = $1 and email = $2 returning id',
    values: [userId, email, now],
  });
  return rows.length === 1;
}

/** Gives a person an address that its reader proved. The person must be locked. */
export async function writeEmail(db: Db, { userId, email, now }: { userId: string; email: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.write_email',
    text: 'update app_user set email = $2, email_verified_at = $3 where id = $1',
    values: [userId, email, now],
  });
}

/** Whether a link of verification holds, whosever it is. */
export async function isVerificationOpen(db: Db, hash: string, now: Date): Promise<boolean> {
  const rows = await db.query({
    name: 'identity.is_verification_open',
    text: 'select 1 as open from email_verification where token_hash = $1 and expires_at > $2',
    values: [hash, now],
  });
  return rows.length === 1;
}

/** The address is its reader's from now on, and the password that was set before is none any more. */
export async function claimUser(db: Db, user: { id: string; noPassword: string; now: Date }): Promise<void> {
  await db.query({
    name: 'identity.claim_user',
    text: 'update app_user set email_verified_at = $3, password_hash = $2, second_step = false where id = $1 and email_verified_at is null',
    values: [user.id, user.noPassword, user.now],
  });
}

// ---- recovery ---------------------------------------------------------------------------------------------------------------------

export type RecoverableRow = UserRow & { wallet_id: string; email_verified: boolean };

/** The person with a wallet whose passkey may be recovered by mail to this address. */
export async function findRecoverableUser(db: Db, email: string): Promise<RecoverableRow | undefined> {
  const rows = await db.query<RecoverableRow>({
    name: 'identity.find_recoverable_user',
    text: `select u.id, u.email, u.display_name, w.id as wallet_id, u.email_verified_at is not null as email_verified
             from app_user u join wallet w on w.user_id = u.id where u.email = $1`,
    values: [email],
  });
  return rows[0];
}

export async function insertRecovery(db: Db, recovery: { hash: string; userId: string; linkExpiresAt: Date }): Promise<void> {
  await db.query({
    name: 'identity.insert_recovery',
    text: 'insert into passkey_recovery (token_hash, user_id, link_expires_at) values ($1, $2, $3)',
    values: [recovery.hash, recovery.userId, recovery.linkExpiresAt],
  });
}

export type RecoveryRow = { user_id: string; ready_at: Date | null };

/** A recovery that its link may still take a step further; undefined when it ended or its time is over. */
export async function findLiveRecovery(db: Db, hash: string, now: Date): Promise<RecoveryRow | undefined> {
  const rows = await db.query<RecoveryRow>({
    name: 'identity.find_live_recovery',
    text: `select user_id, ready_at from passkey_recovery
            where token_hash = $1 and ended_at is null and coalesce(expires_at, link_expires_at) > $2`,
    values: [hash, now],
  });
  return rows[0];
}

/** The recovery of a person that is under way. */
export async function findOpenRecovery(db: Db, userId: string, now: Date): Promise<{ ready_at: Date } | undefined> {
  const rows = await db.query<{ ready_at: Date }>({
    name: 'identity.find_open_recovery',
    text: `select ready_at from passkey_recovery where user_id = $1 and started_at is not null and ended_at is null and expires_at > $2`,
    values: [userId, now],
  });
  return rows[0];
}

/** Begins the delay, after writing down that an earlier recovery ran out. The person must be locked. */
export async function startRecoveryRow(db: Db, start: { hash: string; userId: string; now: Date; readyAt: Date; expiresAt: Date }): Promise<void> {
  await db.query({
    name: 'identity.close_expired_recovery',
    text: `update passkey_recovery set ended_at = $2, outcome = 'expired'
            where user_id = $1 and started_at is not null and ended_at is null and expires_at <= $2`,
    values: [start.userId, start.now],
  });
  await db.query({
    name: 'identity.start_recovery',
    text: 'update passkey_recovery set started_at = $2, ready_at = $3, expires_at = $4 where token_hash = $1 and started_at is null',
    values: [start.hash, start.now, start.readyAt, start.expiresAt],
  });
}

/** Ends the recovery that is under way, and every link that might start another. False when none was under way. */
export async function endRecoveryRow(db: Db, end: { userId: string; outcome: 'finished' | 'cancelled'; now: Date }): Promise<boolean> {
  const rows = await db.query<{ started: boolean }>({
    name: 'identity.end_recovery',
    text: `update passkey_recovery set ended_at = $3, outcome = case when started_at is null then 'cancelled' else $2 end
            where user_id = $1 and ended_at is null returning started_at is not null as started`,
    values: [end.userId, end.outcome, end.now],
  });
  return rows.some(({ started }) => started);
}

/** Removes what an old passkey could still do: the passkeys, ceremonies and tickets under way, and every session. The person must be locked. */
export async function removeSignInMeans(db: Db, userId: string, now: Date): Promise<void> {
  await db.query({ name: 'identity.delete_passkeys', text: 'delete from passkey where user_id = $1', values: [userId] });
  await db.query({ name: 'identity.delete_ceremonies', text: 'delete from passkey_ceremony where user_id = $1', values: [userId] });
  await endAllSessionRows(db, userId, now);
}

/** Every sign-in of a person, and what could still become one. */
export async function endAllSessionRows(db: Db, userId: string, now: Date): Promise<void> {
  await deleteTickets(db, userId);
  await db.query({
    name: 'identity.end_sessions_of_user',
    text: 'update sign_in_session set ended_at = $2 where user_id = $1 and ended_at is null',
    values: [userId, now],
  });
}

// ---- throttle ---------------------------------------------------------------------------------------------------------------------

/** Counts one attempt and answers the count of the window under way; a window that is over begins anew. One statement, so no two are lost. */
export async function spendThrottlePoint(
  db: Db,
  attempt: { key: string; now: Date; expiresAt: Date },
): Promise<{ points: number; expires_at: Date }> {
  const rows = await db.query<{ points: number; expires_at: Date }>({
    name: 'identity.spend_throttle_point',
    text: `insert into throttle as t (key, points, expires_at) values ($1, 1, $3)
           on conflict (key) do update set
             points = case when t.expires_at <= $2 then 1 else least(t.points, 1000000) + 1 end,
             expires_at = case when t.expires_at <= $2 then excluded.expires_at else t.expires_at end
           returning points, expires_at`,
    values: [attempt.key, attempt.now, attempt.expiresAt],
  });
  return rows[0] ?? { points: 1, expires_at: attempt.expiresAt };
}

export async function clearThrottle(db: Db, key: string): Promise<void> {
  await db.query({ name: 'identity.clear_throttle', text: 'delete from throttle where key = $1', values: [key] });
}

/** Links that started nothing and will not any more. */
export async function deleteUnstartedRecoveries(db: Db, userId: string): Promise<void> {
  await db.query({ name: 'identity.delete_unstarted_recoveries', text: 'delete from passkey_recovery where user_id = $1 and started_at is null', values: [userId] });
}

/** Deletes what is over: throttle windows, ceremonies (they hold sealed sign-ups), tickets, and links of mails that came to nothing. */
export async function deleteExpired(db: Db, before: Date): Promise<void> {
  await db.query({ name: 'identity.delete_expired_throttles', text: 'delete from throttle where expires_at < $1', values: [before] });
  await db.query({ name: 'identity.delete_expired_tickets', text: 'delete from sign_in_ticket where expires_at < $1', values: [before] });
  await db.query({
    name: 'identity.delete_expired_ceremonies',
    text: `delete from passkey_ceremony where expires_at < $1 and purpose in ('sign_up', 'sign_in', 'enrol', 'recover')`,
    values: [before],
  });
  await db.query({ name: 'identity.delete_expired_verifications', text: 'delete from email_verification where expires_at < $1', values: [before] });
  await db.query({
    name: 'identity.delete_unused_recoveries',
    text: 'delete from passkey_recovery where started_at is null and link_expires_at < $1',
    values: [before],
  });
  await db.query({ name: 'identity.delete_expired_mail_challenges', text: 'delete from mail_challenge where expires_at < $1', values: [before] });
  await db.query({ name: 'identity.delete_old_email_changes', text: 'delete from email_change where undo_expires_at < $1', values: [before] });
}

/** The wallet of this person, or null. */
export async function findWalletIdOfUser(db: Db, userId: string): Promise<string | null> {
  const [row] = await db.query<{ id: string }>({ name: 'identity.wallet_of_user', text: 'select id from wallet where user_id = $1', values: [userId] });
  return row?.id ?? null;
}

/** The wallet of the person with this email, or null. */
export async function findWalletIdByEmail(db: Db, email: string): Promise<string | null> {
  const [row] = await db.query<{ id: string }>({
    name: 'identity.wallet_by_email',
    text: 'select w.id from wallet w join app_user u on u.id = w.user_id where u.email = $1',
    values: [email],
  });
  return row?.id ?? null;
}
