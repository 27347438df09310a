import { describe, expect, it } from 'vitest';
import { hashPassword, passwordFault, passwordMatches } from './password';

describe('a password', () => {
  it('matches its own hash and no other', async () => {
    const stored = await hashPassword('correct horse');
    expect(await passwordMatches('correct horse', stored)).toBe(true);
    expect(await passwordMatches('correct horsf', stored)).toBe(false);
  });

  it('is salted: the same password has two hashes', async () => {
    expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'));
  });

  it('is the same however a keyboard composes it', async () => {
    expect(await passwordMatches('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true);
  });

  it('keeps its parameters beside the hash', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  });

  it('matches no account that does not exist', async () => {
    expect(await passwordMatches('', null)).toBe(false);
    expect(await passwordMatches('anything at all', null)).toBe(false);
  });

  it.each([
    ['nine characters', 'a'.repeat(9), false],
    ['ten characters', 'a'.repeat(10), true],
    ['ten characters outside the BMP', '\u{1F600}'.repeat(10), true],
    ['200 characters', 'a'.repeat(200), true],
    ['201 characters', 'a'.repeat(201), false],
  ])('of %s is accepted: %s', (_name, password, accepted) => {
    expect(passwordFault(password) === null).toBe(accepted);
  });
});
