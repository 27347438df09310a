import { describe, expect, it } from 'vitest';
import type { FeedAnswer } from '@/lib/ports';
import { decideNext } from './decide-next';

const refused = (status: number, retryAfterSeconds: number | null = null): FeedAnswer => ({ kind: 'refused', status, code: 'x', message: 'x', retryAfterSeconds });
const unreachable = (isFault: boolean): FeedAnswer => ({ kind: 'unreachable', reason: 'x', isFault });
const first = { itemCount: 3, attempts: 0, random: 0 };

describe('what follows an answer to a batch', () => {
  it.each<[string, FeedAnswer, ReturnType<typeof decideNext>]>([
    ['accepted', { kind: 'accepted' }, { kind: 'accepted' }],
    ['500', refused(500), { kind: 'retry', seconds: 2 }],
    ['503', refused(503), { kind: 'retry', seconds: 2 }],
    ['429', refused(429), { kind: 'retry', seconds: 2 }],
    ['429 with Retry-After', refused(429, 60), { kind: 'retry', seconds: 60 }],
    ['429 with a Retry-After that is shorter than our own', refused(429, 1), { kind: 'retry', seconds: 2 }],
    ['429 with a Retry-After of a year', refused(429, 31_536_000), { kind: 'retry', seconds: 1800 }],
    ['408', refused(408), { kind: 'retry', seconds: 2 }],
    ['no answer', unreachable(false), { kind: 'retry', seconds: 2 }],
    ['an address that may not be asked', unreachable(true), { kind: 'stop' }],
    ['400', refused(400), { kind: 'split' }],
    ['422', refused(422), { kind: 'split' }],
    ['413', refused(413), { kind: 'split' }],
    ['200 that does not accept', refused(200), { kind: 'split' }],
    ['404', refused(404), { kind: 'retry', seconds: 2, feedIsGone: true }],
    ['401', refused(401), { kind: 'stop' }],
    ['403', refused(403), { kind: 'stop' }],
    ['405', refused(405), { kind: 'stop' }],
  ])('%s', (_name, answer, next) => expect(decideNext(answer, first)).toEqual(next));

  it('keeps one item that is refused by itself', () => expect(decideNext(refused(400), { ...first, itemCount: 1 })).toEqual({ kind: 'refused' }));

  it.each([400, 401, 404, 422])('stops when the feed itself cannot be made (%i)', (status) =>
    expect(decideNext(refused(status), { ...first, itemCount: 0 })).toEqual({ kind: 'stop' }),
  );

  it('waits twice as long each time, at most half an hour, less up to half of it by chance', () => {
    const waits = [0, 1, 2, 9, 10, 1000].map((attempts) => decideNext(refused(500), { ...first, attempts }));
    expect(waits.map((next) => next.kind === 'retry' && next.seconds)).toEqual([2, 4, 8, 1024, 1800, 1800]);
    expect(decideNext(refused(500), { ...first, attempts: 1, random: 0.999 })).toEqual({ kind: 'retry', seconds: expect.closeTo(2, 1) as number });
  });
});
