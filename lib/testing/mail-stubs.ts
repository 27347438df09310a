import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { z } from 'zod';

/** A mail as its recipient has it. `key`: what told it from others on the way. */
export type ArrivedMail = { readonly from: string; readonly recipient: string; readonly subject: string; readonly text: string; readonly html: string; readonly key: string; readonly headers: readonly string[] };

/** A server on loopback that takes mails. */
export type MailStub = {
  readonly port: number;
  readonly arrived: ArrivedMail[];
  /** With which status the next ones are refused; null takes them. */
  refuseWith: number | null;
  close(): Promise<void>;
};

const refusal = (status: number): Error => Object.assign(new Error('No such mailbox: someone@customer.example'), { responseCode: status });

/** `login`: who may hand in mails; left out, anyone. */
export async function startSmtpStub({ login }: { login?: { user: string; password: string } } = {}): Promise<MailStub> {
  const options: SMTPServerOptions = {
    disabledCommands: ['STARTTLS', ...(login ? [] : ['AUTH'])],
    authOptional: !login,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password ? done(null, { user: username }) : done(Object.assign(new Error('bad credentials'), { responseCode: 535 })),
    onRcptTo: (_address, _session, done) => (stub.refuseWith === null ? done() : done(refusal(stub.refuseWith))),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          stub.arrived.push({
            from: mailFrom === false ? '' : mailFrom.address, recipient: rcptTo.map(({ address }) => address).join(','), subject: mail.subject ?? '', text: (mail.text ?? '').trimEnd(),
            html: (mail.html ?? '').trimEnd(), key: mail.messageId ?? '', headers: mail.headers.map(({ key }) => key),
          });
          done();
        });
      });
    },
  };
  const server = new SMTPServer(options);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: MailStub = {
    port: (server.server.address() as AddressInfo).port,
    arrived: [],
    refuseWith: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return stub;
}

const Letter = z.strictObject({ from: z.string(), to: z.tuple([z.string()]), subject: z.string(), text: z.string(), html: z.string().optional() });
const ERROR_NAMES: Readonly<Record<number, string>> = { 401: 'missing_api_key', 409: 'concurrent_idempotent_requests', 422: 'validation_error', 429: 'rate_limit_exceeded', 500: 'internal_server_error' };

/** Resend's `POST /emails`, as its documentation says; idempotent by its key. */
export async function startResendStub({ apiKey }: { apiKey: string }): Promise<MailStub> {
  const taken = new Map<string, string>();
  const take = (key: string, text: string): { status: number; body: object } => {
    const known = taken.get(key);
    if (known !== undefined && known !== text) return { status: 409, body: { statusCode: 409, name: 'invalid_idempotent_request', message: 'Same idempotency key used with a different request payload.' } };
    if (known === undefined) {
      const { from, to: [recipient], subject, text: words, html = '' } = Letter.parse(JSON.parse(text));
      stub.arrived.push({ from, recipient, subject, text: words, html, key, headers: [] });
      taken.set(key, text);
    }
    return { status: 200, body: { id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' } };
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isKnown = request.headers.authorization === `Bearer ${apiKey}`;
      const status = request.method !== 'POST' || request.url !== '/emails' ? 404 : isKnown ? stub.refuseWith : 401;
      const refused = { statusCode: status, name: ERROR_NAMES[status ?? 0] ?? 'not_found', message: 'Not taken: someone@customer.example' };
      const answer = status === null ? take(String(request.headers['idempotency-key']), Buffer.concat(chunks).toString('utf8')) : { status, body: refused };
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: MailStub = {
    port: (server.address() as AddressInfo).port,
    arrived: [],
    refuseWith: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return stub;
}
