import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectOfficialEvent } from './official-answers';

export type ReceivedWebhook = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly text: string; readonly bytes: Buffer };

/** A server on loopback that keeps what it is sent. Answers 200 until `answer` says otherwise. */
export type WebhookReceiver = {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  answer: (webhook: ReceivedWebhook) => number;
  clear(): void;
  /** Throws when an order's event was not what the official schema of its version says. */
  close(): Promise<void>;
};

export async function startReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const checks: Promise<void>[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const webhook = { path: request.url ?? '', headers: request.headers, text: bytes.toString('utf8'), bytes };
      received.push(webhook);
      const check = expectOfficialEvent(webhook.text);
      check.catch(() => undefined); // told by close
      checks.push(check);
      response.writeHead(receiver.answer(webhook), { location: 'http://127.0.0.1:1/' }).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: () => 200,
    clear: () => void received.splice(0),
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(checks);
    },
  };
  return receiver;
}
