import { FactList } from '@/components/ui/card';
import type { BuyerProfile, CheckoutFactsView } from '@/lib/checkout';
import type { OrderWords } from './order-words';

type Said = OrderWords['said'];
const listed = (facts: readonly { readonly name: string; readonly value: string }[]): string => facts.map(({ name, value }) => `${name} ${value}`).join(', ');

/** What the agent and the buyer said beside the purchase, for the merchant alone. Nothing where nothing was said. */
export function CheckoutFacts({ facts, words: said }: { facts: CheckoutFactsView; words: Said }) {
  const { orderNotes, profile, discounts, affiliates, marketingConsents, riskSignals, locale, timeZone, quoteId } = facts;
  return (
    <FactList
      facts={[
        ...(orderNotes === null ? [] : [{ label: said.note, value: orderNotes }]),
        ...(profile === null ? [] : profileFacts(profile, said)),
        ...discounts.map(({ name, code }, index) => ({ label: `${said.discount} ${index + 1}`, value: code === null ? name : `${name} (${code})` })),
        ...affiliates.map(({ touchpoint, facts: told }) => ({ label: said[touchpoint === 'last' ? 'last' : 'first'], value: listed(told) })),
        ...marketingConsents.map(({ channel, optedIn }) => ({ label: `${said.marketing} ${channel}`, value: optedIn ? said.agreed : said.declined })),
        ...(riskSignals.length === 0 ? [] : [{ label: said.noticed, value: listed(riskSignals) }]),
        ...(locale === null ? [] : [{ label: said.language, value: locale }]),
        ...(timeZone === null ? [] : [{ label: said.timeZone, value: timeZone }]),
        ...(quoteId === null ? [] : [{ label: said.quote, value: quoteId }]),
      ]}
    />
  );
}

const joined = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');
const named = (name: string, value: string | number | undefined): string | undefined => (value === undefined ? undefined : `${name} ${value}`);

/** Claims, and said to be: nobody proved them, and no tax or price follows from them. */
const profileFacts = ({ customerId, accountType, authenticationStatus, company, loyalty, taxExemption }: BuyerProfile, said: Said): { label: string; value: string }[] =>
  [
    { label: said.customer, value: joined(customerId, accountType && said.account[accountType], authenticationStatus && said.signedIn[authenticationStatus]) },
    { label: said.company, value: company ? joined(company.name, named(said.taxId, company.taxId), company.department, named(said.costCentre, company.costCenter)) : '' },
    { label: said.loyalty, value: loyalty ? joined(loyalty.tier, named(said.points, loyalty.pointsBalance), named(said.since, loyalty.memberSince?.slice(0, 10))) : '' },
    {
      label: said.exemption,
      value: taxExemption
        ? joined(`${said.certificate[taxExemption.certificateType]} ${taxExemption.certificateId}`, named(said.within, taxExemption.exemptRegions?.join(' ')), named(said.until, taxExemption.expiresAt?.slice(0, 10)))
        : '',
    },
  ].filter(({ value }) => value !== '');

/** Whether there is anything to show. */
export const hasFacts = ({ orderNotes, profile, discounts, affiliates, marketingConsents, riskSignals, locale, timeZone, quoteId }: CheckoutFactsView): boolean =>
  [orderNotes, profile, locale, timeZone, quoteId].some((said) => said !== null) || [discounts, affiliates, marketingConsents, riskSignals].some(({ length }) => length > 0);
