import { expect, it } from 'vitest';
import { normalizeEmail } from './email';
import { toTimeZone } from '@/lib/kernel/time-zone';

it.each([
  ['  Ada@Example.COM ', 'ada@example.com'],
  ['ada+agents@example.com', 'ada+agents@example.com'],
  ['ada', null],
  ['ada@', null],
  ['a\u0000da@example.com', null],
  ['ada@example.com\nbcc: eve@example.com', null],
  [`${'a'.repeat(64)}@${'b'.repeat(190)}.com`, null],
  ['', null],
])('keeps the email %j as %j', (text, email) => {
  expect(normalizeEmail(text)).toBe(email);
});

it.each([
  ['America/Toronto', 'America/Toronto'],
  ['Europe/Paris', 'Europe/Paris'],
  ['UTC', 'UTC'],
  ['+02:00', null],
  ['Mars/Olympus', null],
  ['../../etc/passwd', null],
  ['', null],
])('takes %j for the time zone %j', (name, zone) => {
  expect(toTimeZone(name)).toBe(zone);
});
