import { describe, expect, it } from 'vitest';
import { isAllowedHandle } from '@/lib/kernel/merchant-handle';
import { decideHandles, PLACEHOLDER } from './decide-handle';

describe('the handle of a store', () => {
  it.each([
    ['Pizzeria Roma', 'pizzeria-roma'],
    ['Au comptoir à pâtons', 'au-comptoir-a-patons'],
    ['  L’Œuf & Co.  ', 'l-uf-co'],
    ['Orders', 'orders-store'], // a path of ours
    ['72', '72-store'], // too short
    ['比萨', 'store'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('of %j is %s', (name, handle) => expect(decideHandles(name, 'abcd')[0]).toBe(handle));

  it('has others where the first is somebody’s, each of them allowed', () => {
    const handles = decideHandles(`${'long '.repeat(9)}name`, 'a1b2c3');
    expect(handles).toHaveLength(10);
    expect(handles.every(isAllowedHandle)).toBe(true);
    expect(handles[1]).toMatch(/-2$/);
    expect(handles.at(-1)).toMatch(/-a1b2c3$/);
  });

  it('is never one that waits for a name', () => expect(decideHandles('New store', 'a').some((handle) => PLACEHOLDER.test(handle))).toBe(false));
});
