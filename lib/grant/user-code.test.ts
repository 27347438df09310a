import { expect, it } from 'vitest';
import { newUserCode, normalizeUserCode } from './user-code';

it('makes codes of eight consonants that read back however they are typed', () => {
  for (let round = 0; round < 200; round++) {
    const code = newUserCode();
    expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    for (const typed of [code, code.toLowerCase(), code.replace('-', ' '), ` ${code.replace('-', '')} `]) expect(normalizeUserCode(typed)).toBe(code);
  }
});

it.each(['', 'BCDF', 'AAAA-AAAA', 'BCDF-GHJ1', 'BCDF-GHJKL'])('reads nothing from %j', (text) => expect(normalizeUserCode(text)).toBeNull());
