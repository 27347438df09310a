import { cleanText } from '@/lib/kernel/text';
import type { CheckoutDetails } from './types';

const MAX_LENGTH = 300;

/** What a buyer's side wrote into a record (name, address), fit to stand on an approval and on an order: no hidden direction, no links. */
export const cleanWords = <Words extends object>(words: Words): Words =>
  Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? cleanText(value, MAX_LENGTH) : value])) as Words;

const MAX_NOTES_LENGTH = 5_000;

/** The same for what the agent said of the checkout. Its metadata is its own and answered as given. */
export const cleanDetails = ({ metadata, orderNotes, ...details }: Partial<CheckoutDetails>): Partial<CheckoutDetails> => ({
  ...cleanWords(details),
  ...(metadata === undefined ? {} : { metadata }),
  ...(orderNotes === undefined ? {} : { orderNotes: orderNotes && cleanText(orderNotes, MAX_NOTES_LENGTH) }),
});
