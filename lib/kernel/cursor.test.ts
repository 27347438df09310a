import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor';

describe('a cursor', () => {
  it('comes back as the parts it was made of, and holds nothing that an address must escape', () => {
    const cursor = encodeCursor('name', 'Crème brûlée / 100 %', 'ite\u2026m');
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, 3)).toEqual(['name', 'Crème brûlée / 100 %', 'ite\u2026m']);
  });

  it.each([
    ['nothing', ''],
    ['no base64url', '!'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no list', Buffer.from('{"0":"a","length":1}').toString('base64url')],
    ['too few parts', encodeCursor()],
    ['too many parts', encodeCursor('a', 'b')],
    ['a part that is no text', Buffer.from('[1]').toString('base64url')],
    ['a part that PostgreSQL cannot hold', encodeCursor('a\0b')],
    ['half a character', Buffer.from('["\\ud800"]').toString('base64url')],
    ['a long text', encodeCursor('x'.repeat(2_000))],
  ])('is not %s', (_name, text) => expect(decodeCursor(text, 1)).toBeNull());
});
