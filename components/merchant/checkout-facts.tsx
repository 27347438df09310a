import { FactList } from '@/components/ui/card';
import type { CheckoutFactsView } from '@/lib/checkout';

const TOUCHPOINT: Readonly<Record<string, string>> = { first: 'Sent by, first', last: 'Sent by, last' };
const words = (facts: readonly { readonly name: string; readonly value: string }[]): string => facts.map(({ name, value }) => `${name} ${value}`).join(', ');

/** What the agent and the buyer said beside the purchase, for the merchant alone. Nothing where nothing was said. */
export function CheckoutFacts({ facts }: { facts: CheckoutFactsView }) {
  const { orderNotes, discounts, affiliates, marketingConsents, riskSignals, locale, timeZone, quoteId } = facts;
  return (
    <FactList
      facts={[
        ...(orderNotes === null ? [] : [{ label: 'Buyer’s note', value: orderNotes }]),
        ...discounts.map(({ name, code }, index) => ({ label: `Discount ${index + 1}`, value: code === null ? name : `${name} (${code})` })),
        ...affiliates.map(({ touchpoint, facts: told }) => ({ label: TOUCHPOINT[touchpoint] ?? touchpoint, value: words(told) })),
        ...marketingConsents.map(({ channel, optedIn }) => ({ label: `Marketing by ${channel}`, value: optedIn ? 'agreed' : 'declined' })),
        ...(riskSignals.length === 0 ? [] : [{ label: 'Noticed by the agent', value: words(riskSignals) }]),
        ...(locale === null ? [] : [{ label: 'Language', value: locale }]),
        ...(timeZone === null ? [] : [{ label: 'Time zone', value: timeZone }]),
        ...(quoteId === null ? [] : [{ label: 'Quote', value: quoteId }]),
      ]}
    />
  );
}

/** Whether there is anything to show. */
export const hasFacts = ({ orderNotes, discounts, affiliates, marketingConsents, riskSignals, locale, timeZone, quoteId }: CheckoutFactsView): boolean =>
  [orderNotes, locale, timeZone, quoteId].some((said) => said !== null) || [discounts, affiliates, marketingConsents, riskSignals].some(({ length }) => length > 0);
