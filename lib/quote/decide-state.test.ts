import { expect, it } from 'vitest';
import { addSeconds } from '@/lib/kernel/clock';
import { decideState } from './decide-state';

const expiresAt = new Date('2026-01-15T18:30:00Z');
const [before, after] = [addSeconds(expiresAt, -1), addSeconds(expiresAt, 1)];
const held = addSeconds(expiresAt, 1_800);

it.each([
  ['ready', before, expiresAt, 'card', 'open'],
  ['ready', before, expiresAt, 'wallet', 'open'],
  ['ready', expiresAt, expiresAt, 'card', 'over'],
  ['ready', after, held, 'card', 'open'],
  ['ready', after, held, 'wallet', 'over'],
  ['ready', held, held, 'card', 'over'],
  ['paying', after, expiresAt, 'wallet', 'open'],
  ['completed', after, expiresAt, 'wallet', 'paid'],
  ['canceled', before, expiresAt, 'card', 'over'],
  ['expired', after, expiresAt, 'card', 'over'],
] as const)('a checkout that is %s, at %s, alive until %s, by %s: %s', (status, now, checkoutExpiresAt, method, state) => {
  expect(decideState({ quote: { expiresAt }, checkout: { status, expiresAt: checkoutExpiresAt }, method, now })).toBe(state);
});
