import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { traceOutbound } from '@/lib/http/trace-outbound';
import { Unavailable, Undeliverable, type MailPort } from '@/lib/ports';
import { toLetter, withoutAddresses } from './letter';

/** `secure`: TLS from the first byte; else STARTTLS. */
export type SmtpConfig = {
  readonly from: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
};

/** Together less than an outbox consumer may take. */
const CONNECT_MS = 8_000;
const SILENCE_MS = 12_000;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/**
 * Hands mails to an SMTP server, one connection each. A password travels within TLS alone, loopback aside. A server that may have taken a mail whose
 * answer was lost is given it again with the same Message-ID.
 */
export function smtpMail(config: SmtpConfig): MailPort {
  const { host, port, secure, user, password } = config;
  const transport = createTransport({
    host, port, secure,
    requireTLS: user !== null && !LOOPBACK.includes(host),
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS,
    // A mail is words: nothing in it may make this server read a file or ask an address.
    disableFileAccess: true, disableUrlAccess: true,
  });
  const domain = /@([^\s>]+)/.exec(config.from)?.[1] ?? 'localhost';
  return {
    async send(_ctx, mail, key) {
      const { recipient, subject, text, html } = toLetter(mail);
      try {
        await traceOutbound({ method: 'SMTP', host, port }, () => transport.sendMail({ from: config.from, to: { name: '', address: recipient }, subject, text, html, messageId: `<${key}@${domain}>` }), () => null);
      } catch (error) {
        throw toFault(error);
      }
    },
  };
}

const Fault = z.object({ code: z.string().optional(), responseCode: z.int().optional(), response: z.string().optional() });

/** 5xx is said for good (RFC 5321, 4.2.1), but for what an operator mends: who we are, and whether we may. */
function toFault(error: unknown): Error {
  const fault = Fault.safeParse(error);
  const { code = 'no code', responseCode, response } = fault.success ? fault.data : {};
  const isForGood = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH' && responseCode !== 530;
  const said = `The SMTP server did not take a mail (${code}): ${withoutAddresses(response ?? 'it did not answer')}`;
  return isForGood ? new Undeliverable(said) : new Unavailable(said);
}
