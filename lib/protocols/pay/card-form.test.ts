import { describe, expect, it } from 'vitest';
import { readCard, readExpiry } from './card-form';

describe('the expiry of a card as people write it', () => {
  it.each([
    ['04/29', 4, 2029], ['4/29', 4, 2029], ['04 / 2029', 4, 2029], ['0429', 4, 2029], ['042029', 4, 2029], ['2029-04', 4, 2029], ['12-30', 12, 2030], ['12.30', 12, 2030],
  ])('%s', (text, month, year) => {
    expect(readExpiry(text)).toEqual({ month, year });
  });
  it.each(['', '13/29', '00/29', '4', '04/299', 'April 2029', '2029-13'])('is none: "%s"', (text) => {
    expect(readExpiry(text)).toBeNull();
  });
});

describe('a card form', () => {
  const form = (fields: Record<string, string>): URLSearchParams => new URLSearchParams({ number: '4242 4242-4242 4242', expiry: '12/30', csc: '123', ...fields });

  it('is a card, its number without what people put between', () => {
    expect(readCard(form({ name: '  Ada Holder ' }))).toEqual({
      ok: true,
      value: { number: '4242424242424242', expiry: { month: 12, year: 2030 }, verificationCode: '123', holderName: 'Ada Holder' },
    });
  });

  it('needs no name', () => {
    expect(readCard(form({}))).toMatchObject({ ok: true, value: { holderName: null } });
  });

  it('says what is wrong with each field, and repeats nothing of it', () => {
    const read = readCard(form({ number: '4242', expiry: '99/99', csc: '12345' }));
    expect(read).toMatchObject({ ok: false, error: { faults: { number: expect.any(String) as string, expiry: expect.any(String) as string, csc: expect.any(String) as string } } });
    expect(JSON.stringify(read)).not.toContain('12345');
  });
});
