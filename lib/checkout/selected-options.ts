import type { Checkout, CheckoutContent, FulfillmentOption } from './types';

type Choice = Pick<CheckoutContent, 'options' | 'selections'>;

/** The options that were chosen, in the order of their lines, digital ones last. */
export const selectedOptions = ({ options, selections }: Choice): FulfillmentOption[] =>
  selections.flatMap(({ optionId }) => options.find(({ id }) => id === optionId) ?? []);

/** The one that was chosen, or the first of several: for a wire that can name one alone. */
export const selectedOption = (checkout: Choice): FulfillmentOption | undefined => selectedOptions(checkout)[0];

/** Whether an option is among the chosen ones. */
export const isSelected = (checkout: Pick<Checkout, 'selections'>, optionId: string): boolean =>
  checkout.selections.some((selection) => selection.optionId === optionId);

/** How the goods are handed over, in words; null while nothing is chosen. */
export const handoverTitle = (checkout: Choice): string | null => [...new Set(selectedOptions(checkout).map(({ title }) => title))].join(' + ') || null;
