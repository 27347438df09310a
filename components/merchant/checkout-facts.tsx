import { FactList } from '@/components/ui/card';
import type { BuyerProfile, CheckoutFactsView } from '@/lib/checkout';

const TOUCHPOINT: Readonly<Record<string, string>> = { first: 'Sent by, first', last: 'Sent by, last' };
const words = (facts: readonly { readonly name: string; readonly value: string }[]): string => facts.map(({ name, value }) => `${name} ${value}`).join(', ');

/** What the agent and the buyer said beside the purchase, for the merchant alone. Nothing where nothing was said. */
export function CheckoutFacts({ facts }: { facts: CheckoutFactsView }) {
  const { orderNotes, profile, discounts, affiliates, marketingConsents, riskSignals, locale, timeZone, quoteId } = facts;
  return (
    <FactList
      facts={[
        ...(orderNotes === null ? [] : [{ label: 'Buyer’s note', value: orderNotes }]),
        ...(profile === null ? [] : profileFacts(profile)),
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

const ACCOUNT = { guest: 'guest', registered: 'registered customer', business: 'business' } as const;
const SIGNED_IN = { authenticated: 'signed in', guest: 'not signed in', requires_signin: 'has to sign in' } as const;
const CERTIFICATE = { resale: 'resale', exempt_organization: 'exempt organisation', government: 'government' } as const;
const joined = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');
const named = (name: string, value: string | number | undefined): string | undefined => (value === undefined ? undefined : `${name} ${value}`);

/** Claims, and said to be: nobody proved them, and no tax or price follows from them. */
const profileFacts = ({ customerId, accountType, authenticationStatus, company, loyalty, taxExemption }: BuyerProfile): { label: string; value: string }[] =>
  [
    { label: 'Customer, as told', value: joined(customerId, accountType && ACCOUNT[accountType], authenticationStatus && SIGNED_IN[authenticationStatus]) },
    { label: 'Company, as told', value: company ? joined(company.name, named('tax id', company.taxId), company.department, named('cost centre', company.costCenter)) : '' },
    { label: 'Loyalty, as told', value: loyalty ? joined(loyalty.tier, named('points', loyalty.pointsBalance), named('since', loyalty.memberSince?.slice(0, 10))) : '' },
    {
      label: 'Tax exemption, not applied',
      value: taxExemption
        ? joined(`${CERTIFICATE[taxExemption.certificateType]} ${taxExemption.certificateId}`, named('in', taxExemption.exemptRegions?.join(' ')), named('until', taxExemption.expiresAt?.slice(0, 10)))
        : '',
    },
  ].filter(({ value }) => value !== '');

/** Whether there is anything to show. */
export const hasFacts = ({ orderNotes, profile, discounts, affiliates, marketingConsents, riskSignals, locale, timeZone, quoteId }: CheckoutFactsView): boolean =>
  [orderNotes, profile, locale, timeZone, quoteId].some((said) => said !== null) || [discounts, affiliates, marketingConsents, riskSignals].some(({ length }) => length > 0);
