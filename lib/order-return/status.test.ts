import { expect, it } from 'vitest';
import { counts, mayMove, type ReturnStatus } from './status';

const ALL: readonly ReturnStatus[] = ['requested', 'approved', 'refused', 'refunded'];

it('a return is decided once, and refunded only after it was approved', () => {
  const moves = ALL.flatMap((from) => ALL.filter((to) => mayMove(from, to)).map((to) => `${from} -> ${to}`));
  expect(moves).toEqual(['requested -> approved', 'requested -> refused', 'approved -> refunded']);
});

it('what was refused may be asked for again', () => expect(ALL.filter((status) => !counts(status))).toEqual(['refused']));
