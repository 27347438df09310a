import { describe, expect, it } from 'vitest';
import { createShutdown } from './shutdown';

describe('createShutdown', () => {
  it('undoes in reverse, each step after the one before it has ended', async () => {
    const done: string[] = [];
    const shutdown = createShutdown(() => undefined);
    for (const name of ['database', 'pool', 'server']) {
      shutdown.onStop(name, async () => {
        await Promise.resolve();
        done.push(name);
      });
    }
    await shutdown.stop();
    expect(done).toEqual(['server', 'pool', 'database']);
  });

  it('goes on after a step that fails, and reports it', async () => {
    const reported: string[] = [];
    let released = false;
    const shutdown = createShutdown((name) => reported.push(name));
    shutdown.onStop('database', () => Promise.resolve((released = true)));
    shutdown.onStop('pool', () => Promise.reject(new Error('broken')));
    await shutdown.stop();
    expect({ reported, released }).toEqual({ reported: ['pool'], released: true });
  });

  it('undoes each step once', async () => {
    let times = 0;
    const shutdown = createShutdown(() => undefined);
    shutdown.onStop('step', () => Promise.resolve((times += 1)));
    await shutdown.stop();
    await shutdown.stop();
    expect(times).toBe(1);
  });
});
