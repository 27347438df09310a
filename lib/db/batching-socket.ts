import { Socket } from 'node:net';

type Write = (chunk: Uint8Array | string, encoding?: BufferEncoding | ((error?: Error | null) => void), callback?: (error?: Error | null) => void) => boolean;

/**
 * A socket that hands everything written in one turn of the event loop to the kernel at once. Statements that a transaction sends
 * without waiting, its `begin` and its `commit` leave in one system call; the call, not the statement, is what costs.
 */
export class BatchingSocket extends Socket {
  #corked = false;

  override write: Write = (...written) => {
    if (!this.#corked) {
      this.#corked = true;
      this.cork();
      // After all microtasks: an async function that does not wait for the database goes on before this.
      process.nextTick(() => {
        this.#corked = false;
        this.uncork();
      });
    }
    return super.write(...(written as [Uint8Array]));
  };
}
