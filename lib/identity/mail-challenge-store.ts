import type { Db } from '@/lib/db';

export type MailPurpose = 'magic_link' | 'password_reset';

export async function insertMailChallenge(db: Db, challenge: { hash: string; purpose: MailPurpose; email: string; now: Date; expiresAt: Date }): Promise<void> {
  await db.query({
    name: 'identity.insert_mail_challenge',
    text: 'insert into mail_challenge (token_hash, purpose, email, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    values: [challenge.hash, challenge.purpose, challenge.email, challenge.now, challenge.expiresAt],
  });
}

/** Uses a link up and answers its address; undefined when it is unknown, used, another purpose's or expired. */
export async function takeMailChallengeRow(db: Db, query: { hash: string; purpose: MailPurpose; now: Date }): Promise<string | undefined> {
  const [row] = await db.query<{ email: string }>({
    name: 'identity.take_mail_challenge',
    text: 'delete from mail_challenge where token_hash = $1 and purpose = $2 and expires_at > $3 returning email',
    values: [query.hash, query.purpose, query.now],
  });
  return row?.email;
}

/** The other links to an address: once one was used, none of them opens anything. */
export async function deleteMailChallenges(db: Db, email: string): Promise<void> {
  await db.write({ name: 'identity.delete_mail_challenges', text: 'delete from mail_challenge where email = $1', values: [email] });
}
