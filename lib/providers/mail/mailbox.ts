import type { Ctx, MailPort } from '@/lib/ports';
import { toLetter } from './letter';

const KEPT = 200;

/** Keeps mails in the database instead of sending them: development reads them at /mailbox. */
export const mailbox: MailPort = {
  async send(ctx, mail, key) {
    const { recipient, subject, text } = toLetter(mail);
    await ctx.db.query({
      name: 'mailbox.insert',
      text: `insert into mail_message (id, recipient, subject, body_text, created_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
      values: [`mail_${key}`, recipient, subject, text, ctx.clock.now()],
    });
  },
};

/** Where no mailer is configured: a mail is an error that the dead letters show, not silently lost. */
export const noMailer: MailPort = {
  send: () => Promise.reject(new Error('No mailer is configured: set EMAIL_PROVIDER.')),
};

/** A mail, or a text message: then it has no subject. */
export type MessageView = { readonly id: string; readonly recipient: string; readonly subject: string | null; readonly text: string; readonly at: Date };

/** The newest mails and text messages first, at most 200. */
export async function loadMailbox(ctx: Ctx): Promise<MessageView[]> {
  const rows = await ctx.db.query<{ id: string; recipient: string; subject: string | null; body_text: string; created_at: Date }>({
    name: 'mailbox.list',
    text: `select id, recipient, subject, body_text, created_at from mail_message
            union all select id, recipient, null, body_text, created_at from sms_message
            order by created_at desc, id desc limit ${KEPT}`,
    values: [],
  });
  return rows.map((row) => ({ id: row.id, recipient: row.recipient, subject: row.subject, text: row.body_text, at: row.created_at }));
}
