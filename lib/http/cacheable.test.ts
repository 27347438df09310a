import { describe, expect, it } from 'vitest';
import { cacheable } from './cacheable';

const ask = (ifNoneMatch?: string): Response =>
  cacheable(new Request('http://localhost/', { headers: ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch } }), '{"a":1}', {
    contentType: 'application/json',
    maxAgeSeconds: 30,
    vary: ['accept', 'x-merchant-handle'],
  });

describe('a public answer', () => {
  it('may be kept, and says what it depends on', async () => {
    const response = ask();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json', 'cache-control': 'public, max-age=30', vary: 'accept, x-merchant-handle', etag: expect.stringMatching(/^"[\w-]{43}"$/),
    });
    expect(await response.text()).toBe('{"a":1}');
  });

  const etag = ask().headers.get('etag') ?? '';
  it.each([etag, `W/${etag}`, `"other", ${etag}`, '*'])('is 304 without a body for one who has it: %s', async (given) => {
    const response = ask(given);
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(etag);
    expect(await response.text()).toBe('');
  });

  it.each(['"other"', '', etag.replaceAll('"', '')])('is sent to one who has another: %s', (given) => expect(ask(given).status).toBe(200));
});
