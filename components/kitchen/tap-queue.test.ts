import { describe, expect, it } from 'vitest';
import type { Answer } from '@/components/client/http';
import type { Tap, TapResult } from './board';
import { keepTaps, keptTaps, sendTaps } from './tap-queue';

const tap = (id: string): Tap => ({ id, orderId: `order-${id}`, action: 'ready' });
type Reply = Answer<{ results: readonly TapResult[] }>;
const refused = (status: number): Reply => ({ ok: false, status, code: 'x', message: 'x', param: null, data: null });
const moved = (taps: readonly Tap[]): Reply => ({ ok: true, data: { results: taps.map(({ id, orderId }) => ({ id, orderId, outcome: 'moved' as const, ticket: null })) } });

describe('taps', () => {
  it('are sent in their order, a hundred at once, and what is left stays', async () => {
    const taps = Array.from({ length: 130 }, (_unused, index) => tap(String(index)));
    const sent = await sendTaps(taps, (batch) => Promise.resolve(moved(batch)));
    expect(sent).toMatchObject({ state: 'sent', left: taps.slice(100) });
    expect(sent.results.map(({ id }) => id)).toEqual(taps.slice(0, 100).map(({ id }) => id));
  });

  it.each([[0, 'waiting'], [429, 'waiting'], [503, 'waiting'], [401, 'signed_out'], [403, 'signed_out']] as const)('that meet %i are %s, and all of them kept', async (status, state) => {
    expect(await sendTaps([tap('1'), tap('2')], () => Promise.resolve(refused(status)))).toEqual({ state, results: [], left: [tap('1'), tap('2')] });
  });

  it('that the server cannot read hold up no other', async () => {
    expect(await sendTaps([tap('1')], () => Promise.resolve(refused(400)))).toMatchObject({ state: 'sent', results: [{ id: '1', outcome: 'unknown' }], left: [] });
  });
});

describe('what a tablet keeps', () => {
  const storage = new Map<string, string>();
  const local = { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => void storage.set(key, value) };

  it('is of one merchant, and survives what is not ours in its place', () => {
    keepTaps('m1', [tap('1')], local);
    expect(keptTaps('m1', local)).toEqual([tap('1')]);
    expect(keptTaps('m2', local)).toEqual([]);
    storage.set('countersign.kitchen.taps.m1', '{broken');
    expect(keptTaps('m1', local)).toEqual([]);
    storage.set('countersign.kitchen.taps.m1', '[1, null, {"id": "x"}]');
    expect(keptTaps('m1', local)).toEqual([]);
  });
});
