import type { RequestListener, Server, ServerResponse } from 'node:http';
import { lifecycle } from '@/lib/http/lifecycle';

export type InFlight = {
  /** The listener, its answers counted. While draining, each connection ends with its answer. */
  readonly listener: RequestListener;
  /**
   * Readiness turns 503, event streams end, and answers that were under way are finished; connections are still taken until then, so
   * that a balancer can see it. Then the server closes.
   */
  readonly drain: (server: Server) => Promise<void>;
};

export function trackInFlight(listener: RequestListener): InFlight {
  const active = new Set<ServerResponse>();
  return {
    listener: (incoming, outgoing) => {
      if (lifecycle.draining) outgoing.setHeader('connection', 'close');
      active.add(outgoing);
      outgoing.once('close', () => active.delete(outgoing));
      listener(incoming, outgoing);
    },
    drain: async (server) => {
      lifecycle.drain();
      for (const outgoing of active) if (!outgoing.headersSent) outgoing.setHeader('connection', 'close');
      await Promise.all([...active].map((outgoing) => new Promise((resolve) => outgoing.once('close', resolve))));
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
