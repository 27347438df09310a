import { describe, expect, it } from 'vitest';
import { sse } from './sse';

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

describe('sse', () => {
  it('sends each event as one data line and ends with the generator', async () => {
    const response = sse(new Request('http://localhost/'), async function* () {
      yield { n: 1 };
      yield { n: 2 };
    });
    expect(await response.text()).toBe(': open\n\ndata: {"n":1}\n\ndata: {"n":2}\n\n');
  });

  it('tells the generator when the client leaves', async () => {
    let left = false;
    const response = sse(new Request('http://localhost/'), async function* (signal) {
      try {
        yield 'first';
        await aborted(signal);
      } finally {
        left = signal.aborted;
      }
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    await reader?.cancel();
    expect(left).toBe(true);
  });

  it('ends when the request is aborted', async () => {
    const request = new AbortController();
    const response = sse(new Request('http://localhost/', { signal: request.signal }), async function* (signal) {
      yield 'first';
      await aborted(signal);
    });
    const text = response.text();
    request.abort();
    expect(await text).toContain(': open');
  });
});
