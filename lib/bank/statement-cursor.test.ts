import { describe, expect, it } from 'vitest';
import { newId } from '@/lib/kernel/id';
import { parseStatementCursor, toStatementCursor } from './statement-cursor';

describe('a cursor', () => {
  it('comes back as the position it was made of', () => {
    const position = { at: new Date('2026-11-21T12:00:00.123Z'), id: newId('transfer') };
    expect(parseStatementCursor(toStatementCursor(position))).toEqual(position);
  });

  it.each(['', '1', 'x.trf_1', `1.${newId('bankHold')}`, `-1.${newId('transfer')}`, `99999999999999.${newId('transfer')}`, "1.trf_' or 1=1"])(
    'is not %j',
    (text) => {
      expect(parseStatementCursor(text)).toBeNull();
    },
  );
});
