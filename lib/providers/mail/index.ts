import type { MailConfig } from '@/lib/env';
import type { MailPort } from '@/lib/ports';
import { mailbox, noMailer } from './mailbox';
import { resendMail } from './resend';
import { smtpMail } from './smtp';

export { loadMailbox, type MessageView } from './mailbox';

/** Who carries mails: as configured, else the development mailbox, and in a deployment nobody. */
export function mailBy(config: MailConfig, { deployment }: { deployment: boolean }): MailPort {
  switch (config.provider) {
    case 'smtp':
      return smtpMail(config);
    case 'resend':
      return resendMail(config);
    case 'noop':
      return deployment ? noMailer : mailbox;
  }
}
