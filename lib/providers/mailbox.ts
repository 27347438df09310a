import { newId } from '@/lib/kernel/id';
import type { Ctx, MailPort } from '@/lib/ports';

const KEPT = 200;

/** Keeps mails in the database instead of sending them: development reads them at /mailbox. */
export const mailbox: MailPort = {
  async send(ctx, mail) {
    const now = ctx.clock.now();
    await ctx.db.query({
      name: 'mailbox.insert',
      text: `insert into mail_message (id, recipient, subject, body_text, created_at) values ($1, $2, $3, $4, $5)`,
      values: [newId('mail', now.getTime()), mail.recipient, mail.subject, mail.text, now],
    });
  },
};

/** Where no mailer is configured: a mail is an error that the dead letters show, not silently lost. */
export const noMailer: MailPort = {
  send: () => Promise.reject(new Error('No mailer is configured: set EMAIL_PROVIDER.')),
};

export type MailView = { readonly id: string; readonly recipient: string; readonly subject: string; readonly text: string; readonly at: Date };

/** The newest mails first, at most 200. */
export async function loadMailbox(ctx: Ctx): Promise<MailView[]> {
  const rows = await ctx.db.query<{ id: string; recipient: string; subject: string; body_text: string; created_at: Date }>({
    name: 'mailbox.list',
    text: `select id, recipient, subject, body_text, created_at from mail_message order by created_at desc, id desc limit ${KEPT}`,
    values: [],
  });
  return rows.map((row) => ({ id: row.id, recipient: row.recipient, subject: row.subject, text: row.body_text, at: row.created_at }));
}
