import { describe, expect, it } from 'vitest';
import { routeByBin } from './route';

describe('routing by card range', () => {
  it.each([
    ['400000', 'maple'], ['400012', 'maple'], ['449999', 'maple'],
    ['450000', 'harbour'], ['450034', 'harbour'], ['499999', 'harbour'],
    ['399999', null], ['500000', null], ['', null], ['4000', null], ['4000120', null], ['40001x', null],
    [undefined, 'maple'],
  ])('sends %s to %s', (bin, bank) => expect(routeByBin(bin)).toBe(bank));
});
