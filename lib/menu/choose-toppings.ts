import { sha256 } from '@/lib/kernel/hash';

export type Topping = 'mozzarella' | 'salami' | 'ham' | 'mushroom' | 'olive' | 'pepper' | 'onion' | 'tomato' | 'basil';

/** The words by which menus name a topping, in English, French, Italian and Swedish, without accents. */
const WORDS: readonly (readonly [Topping, RegExp])[] = [
  ['mozzarella', /fior di latte|bufala|buffalo|burrata|stracciatella/],
  ['salami', /salami|pepperoni|chorizo|nduja|diavola/],
  ['ham', /\bham\b|jambon|prosciutto|skinka|speck/],
  ['mushroom', /mushroom|funghi|champignon|svamp|porcini|kantarell/],
  ['olive', /\boliv/],
  ['pepper', /\b(?:bell )?peppers?\b|poivron|paprika|peperon[ei]\b/],
  ['onion', /onion|oignon|\b(?:rod)?lok\b|cipoll/],
  ['tomato', /cherry tomato|tomates? cerises?|korsbarstomat|pomodorini/],
  ['basil', /basil/],
];
const CREAM = /bianca|blanche|\bwhite\b|\bcreme\b|\bcream\b|gradde/;
const OF_ALL_KINDS: readonly Topping[] = ['mushroom', 'olive', 'pepper', 'onion', 'tomato', 'basil'];

/** What lies on a pizza: what its words name, else what its hash says (nothing of meat: who reads nothing of it expects none). */
export function chooseToppings({ sku, name, description }: { sku: string; name: string; description: string }): { base: 'tomato' | 'cream'; toppings: readonly Topping[] } {
  const words = `${name} ${description}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const named = WORDS.filter(([, pattern]) => pattern.test(words)).map(([topping]) => topping);
  return { base: CREAM.test(words) ? 'cream' : 'tomato', toppings: named.length > 0 ? named : byHash(`${sku}\0${name}`) };
}

function byHash(seed: string): Topping[] {
  const [first = 0, second = 0] = sha256(seed).subarray(4, 6);
  const one = first % OF_ALL_KINDS.length;
  const two = (one + 1 + (second % (OF_ALL_KINDS.length - 1))) % OF_ALL_KINDS.length;
  return [one, two].flatMap((index) => OF_ALL_KINDS[index] ?? []);
}
