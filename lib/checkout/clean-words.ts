import { cleanText } from '@/lib/kernel/text';

const MAX_LENGTH = 300;

/** What a buyer's side wrote into a record (name, address), fit to stand on an approval and on an order: no hidden direction, no links. */
export const cleanWords = <Words extends object>(words: Words): Words =>
  Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? cleanText(value, MAX_LENGTH) : value])) as Words;
