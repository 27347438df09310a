import { describe, expect, test } from 'vitest';
import { dateFormat, numberFormat } from './formats';

describe('formatters', () => {
  test('one is made for a locale and its options, and another for others', () => {
    const inToronto = dateFormat('en-CA', { timeZone: 'America/Toronto', dateStyle: 'medium' });
    expect(dateFormat('en-CA', { timeZone: 'America/Toronto', dateStyle: 'medium' })).toBe(inToronto);
    expect(dateFormat('en-CA', { timeZone: 'Europe/Stockholm', dateStyle: 'medium' })).not.toBe(inToronto);
    expect(dateFormat('fr-CA', { timeZone: 'America/Toronto', dateStyle: 'medium' })).not.toBe(inToronto);
    expect(numberFormat('en-CA', { style: 'percent' }).format(0.25)).toBe('25%');
  });

  test('are not kept without end', () => {
    const first = numberFormat('en', { maximumFractionDigits: 0 });
    for (let tag = 0; tag < 600; tag++) numberFormat(`en-x-tag${tag}`, { maximumFractionDigits: 0 });
    expect(numberFormat('en', { maximumFractionDigits: 0 })).not.toBe(first);
  });

  test('of a time zone that is none are refused', () => {
    expect(() => dateFormat('en', { timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });
});
