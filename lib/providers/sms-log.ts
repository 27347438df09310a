import type { SmsPort } from '@/lib/ports';

/** A number in a log: its last two digits. */
export const maskedNumber = (number: string): string => `…${number.replace(/\D/g, '').slice(-2)}`;

/** Sends no text message: says that one was due, and on the embedded database keeps it beside the mails of /mailbox. */
export const smsLog: SmsPort = {
  async send(ctx, { recipient, text }, key) {
    ctx.log.info({ recipient: maskedNumber(recipient), length: text.length }, 'a text message is due, and no provider is connected');
    if (!ctx.settings.embeddedDatabase) return;
    await ctx.db.query({
      name: 'sms.keep',
      text: `insert into sms_message (id, recipient, body_text, created_at) values ($1, $2, $3, $4) on conflict (id) do nothing`,
      values: [`sms_${key}`, recipient, text, ctx.clock.now()],
    });
  },
};
