import { describe, expect, it } from 'vitest';
import { sha256Hex } from '@/lib/kernel/hash';
import { chooseToppings } from './choose-toppings';
import { drawPizza } from './draw-pizza';

const MARGHERITA = { sku: 'PZ-MAR', name: 'Margherita', description: 'Tomato, fior di latte, basil.' };
const chosen = (name: string, description = '') => chooseToppings({ sku: 'X', name, description }).toppings;

describe('drawPizza', () => {
  it('draws the same bytes for the same words, on every machine', () => {
    expect(drawPizza({ ...MARGHERITA })).toBe(drawPizza(MARGHERITA));
    expect(sha256Hex(drawPizza(MARGHERITA))).toBe('851101eed77f4dc36750ffc6f427b44a61521f898cd0e1bd1eaddc1f76dcfd12');
  });

  it('draws another pizza for another sku and for another name', () => {
    const drawn = [MARGHERITA, { ...MARGHERITA, sku: 'PZ-MAR2' }, { ...MARGHERITA, name: 'Margherita DOP' }].map(drawPizza);
    expect(new Set(drawn).size).toBe(3);
  });

  it.each(['<script>alert(1)</script>', '"/><image href="x" onerror="alert(1)"/>', ']]><!--', '\0\u202e', '🍕🍕🍕', ''])('holds nothing of the words %j, and nothing that runs or loads', (words) => {
    const art = drawPizza({ sku: words, name: words, description: words });
    expect(art).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="240" height="240" viewBox="0 0 240 240">(?:<\/?(?:path|circle|g)(?: [a-z0-9-]+="[\w\s.,#()-]*")*\/?>)+<\/svg>$/);
  });

  it('stays small: a menu has many', () => {
    for (let index = 0; index < 50; index += 1) expect(drawPizza({ sku: `P${index}`, name: `Pizza ${index}`, description: 'Salami, ham, mushrooms, olives, onion' }).length).toBeLessThan(24_000);
  });
});

describe('chooseToppings', () => {
  it.each([
    ['Margherita', 'Tomate, fior di latte, basilic.', ['mozzarella', 'basil']],
    ['Reine', 'Tomate, mozzarella, jambon, champignons.', ['ham', 'mushroom']],
    ['Capricciosa', 'Skinka, svamp och rödlök', ['ham', 'mushroom', 'onion']],
    ['Pepperoni', '', ['salami']],
    ['Verdure', 'Peppers and olives', ['olive', 'pepper']],
  ])('%s: %s', (name, description, toppings) => expect(chosen(name, description)).toEqual(toppings));

  it('gives to words that name nothing two kinds, none of meat', () => {
    for (let index = 0; index < 200; index += 1) {
      const toppings = chosen(`Pizza ${index}`);
      expect(new Set(toppings).size).toBe(2);
      expect(toppings.filter((topping) => topping === 'ham' || topping === 'salami')).toEqual([]);
    }
  });

  it('leaves the tomato away from a white pizza', () => expect([chooseToppings({ sku: 'X', name: 'Bianca', description: '' }).base, chooseToppings(MARGHERITA).base]).toEqual(['cream', 'tomato']));
});
