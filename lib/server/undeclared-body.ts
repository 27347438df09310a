import type { IncomingMessage } from 'node:http';
import { DEFAULT_BODY_LIMIT_BYTES } from '@/lib/http/body';

/** Who sends more than this is not listened to any longer. */
const MAX_READ_BYTES = 16 * 1024 * 1024;

/** Whether a body comes whose length is not declared (Transfer-Encoding: chunked). */
export const isUndeclared = (incoming: IncomingMessage): boolean => incoming.headers['transfer-encoding'] !== undefined;

/**
 * Reads a body of undeclared length and leaves it where the adapter looks first. The adapter's own stream of it, left early because the
 * body is too large, cuts the connection before the client has read the refusal. Of such a body just enough is kept to be refused by
 * its endpoint, and the rest is read and dropped. Rejects when the client goes away.
 */
export async function readUndeclaredBody(incoming: IncomingMessage & { rawBody?: Buffer }): Promise<void> {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let readBytes = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    readBytes += chunk.length;
    if (readBytes > MAX_READ_BYTES) break;
    if (keptBytes > DEFAULT_BODY_LIMIT_BYTES) continue;
    kept.push(chunk);
    keptBytes += chunk.length;
  }
  incoming.rawBody = Buffer.concat(kept);
}
