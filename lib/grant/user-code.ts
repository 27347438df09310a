import { randomInt } from 'node:crypto';
import type { Ctx } from '@/lib/ports';

/** RFC 8628 section 6.1: consonants alone, so that no two look alike and none spells a word. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** A code that people read from one screen and type on another: eight of 20 letters, 34 bits. What guards it is the throttle. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return formatUserCode(letters.join(''));
}

const formatUserCode = (letters: string): string => `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;

/** The code as it was shown, from what a person typed: case, blanks and dashes do not count. Null when it cannot be one. */
export function normalizeUserCode(text: string): string | null {
  const letters = text.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '');
  return letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter)) ? formatUserCode(letters) : null;
}

/** Short codes are kept under a key: their plain hash could be searched through. */
export const userCodeHash = (ctx: Ctx, code: string): string => ctx.keyring.derive(`user_code:${code}`).toString('hex');
