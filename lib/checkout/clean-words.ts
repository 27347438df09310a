import { cleanText } from '@/lib/kernel/text';
import type { CheckoutDetails } from './types';

const MAX_LENGTH = 300;

/** What a buyer's side wrote into a record (name, address, company), fit to stand on an approval and on an order: no hidden direction, no links. */
export const cleanWords = <Words extends object>(words: Words): Words =>
  Object.fromEntries(Object.entries(words).map(([key, value]) => [key, cleanValue(value)])) as Words;

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, MAX_LENGTH);
  if (Array.isArray(value)) return value.map(cleanValue);
  return typeof value === 'object' && value !== null ? cleanWords(value) : value;
}

const MAX_NOTES_LENGTH = 5_000;

/** The same for what the agent said of the checkout. Its metadata is its own and answered as given. */
export const cleanDetails = ({ metadata, orderNotes, ...details }: Partial<CheckoutDetails>): Partial<CheckoutDetails> => ({
  ...cleanWords(details),
  ...(metadata === undefined ? {} : { metadata }),
  ...(orderNotes === undefined ? {} : { orderNotes: orderNotes && cleanText(orderNotes, MAX_NOTES_LENGTH) }),
});
