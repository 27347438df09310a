import { describe, expect, it } from 'vitest';
import type { Board } from './board';
import { keepBoard, keptBoard } from './kept-board';

const board: Board = { kitchen: { paused: false, pausedUntil: null, busyMinutes: 0, openOrders: 0 }, tickets: [], items: [] };

describe('the board that a tablet keeps', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };

  it('is the one of its own merchant', () => {
    keepBoard('one', board, storage);
    expect(keptBoard('one', storage)).toEqual(board);
    expect(keptBoard('two', storage)).toBeNull();
  });

  it.each(['', '{', 'null', '[]', '{"tickets":{}}', '{"kitchen":{},"tickets":[]}'])('is none where %j is kept', (text) => {
    expect(keptBoard('one', { getItem: () => text })).toBeNull();
  });
});
