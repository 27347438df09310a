import type { IncomingMessage, ServerResponse } from 'node:http';
import next from 'next';

export type NextApp = {
  /** Answers with a page. The first call loads the application, unless `load` has. */
  readonly handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
  /** Resolves when a page is answered without delay. */
  readonly load: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * The built application in the current folder. Next makes the URLs of its own handlers from host and port given here, never from the
 * Host header; so they are the public ones, not those it listens on.
 */
export function createNext(publicOrigin: string, port: number): NextApp {
  const app = next({ dev: false, dir: process.cwd(), hostname: new URL(publicOrigin).hostname, port });
  let loaded: Promise<ReturnType<typeof app.getRequestHandler>> | undefined;
  const load = () => (loaded ??= app.prepare().then(() => app.getRequestHandler()));
  return {
    handle: async (incoming, outgoing) => (await load())(incoming, outgoing),
    load: async () => void (await load()),
    close: async () => {
      if (!loaded) return;
      await loaded;
      await app.close();
    },
  };
}
