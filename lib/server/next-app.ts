import type { IncomingMessage, ServerResponse } from 'node:http';
import next from 'next';

export type NextApp = {
  readonly handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * The built application in the current folder. Next makes the URLs of its own handlers from host and port given here, never from the
 * Host header; so they are the public ones, not those it listens on.
 */
export async function startNext(publicOrigin: string, port: number): Promise<NextApp> {
  const app = next({ dev: false, dir: process.cwd(), hostname: new URL(publicOrigin).hostname, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { handle: (incoming, outgoing) => handle(incoming, outgoing), close: () => app.close() };
}
