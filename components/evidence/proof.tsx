import type { ReactNode } from 'react';
import { Card, FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { Money } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { Authorisation, Countersignature, Facts, LimitsInForce, Verdict } from '@/lib/evidence';
import { isCurrency, money, parseDecimal } from '@/lib/kernel/money';

/** What a bundle proves, or what is wrong with it. */
export function Proof({ verdict }: { verdict: Verdict }) {
  return verdict.ok ? <Proven facts={verdict.facts} /> : <Refuted faults={verdict.faults} />;
}

const MAX_FAULTS = 20;

function Refuted({ faults }: { faults: readonly string[] }) {
  return (
    <Notice tone="danger" title="Not verified">
      <p>Do not rely on this file. It was changed, is not whole, or was not made by this server.</p>
      <ul className="mt-2 list-disc pl-5">
        {faults.slice(0, MAX_FAULTS).map((fault, index) => (
          <li key={index}>{fault}</li>
        ))}
      </ul>
      {faults.length > MAX_FAULTS ? <p className="mt-1 text-muted">And {faults.length - MAX_FAULTS} more.</p> : null}
    </Notice>
  );
}

function Amount({ decimal, currency, code = true }: { decimal: string; currency: string; code?: boolean }) {
  const known = isCurrency(currency) ? currency : null;
  const amount = known && parseDecimal(decimal, known);
  return known && amount !== null ? <Money value={money(amount, known)} code={code} /> : `${decimal} ${currency}`;
}

function Proven({ facts }: { facts: Facts }) {
  const { merchant, countersignature, limits, authorisation, receipts, items, total, currency } = facts;
  const seller = merchant.name ?? merchant.handle;
  const word = countersignature ? signedBy(countersignature) : [...limitedBy(limits, currency), ...(authorisation ? authorisedBy(authorisation, currency) : [])];
  return (
    <>
      <Notice tone="success" title="Verified">
        <Amount decimal={total} currency={currency} /> to <span className="font-medium">{seller}</span>, {authority(facts)}.{facts.status === 'completed' ? null : ` The payment is ${facts.status}, not completed.`}
      </Notice>
      <Section title="What was bought">
        <Card>
          <ul className="divide-y divide-border">
            {items.map((item, index) => (
              <li key={index} className="flex items-baseline gap-2 px-4 py-2.5 sm:px-5">
                <span className="min-w-0 flex-1 wrap-anywhere">{item.name}</span>
                <span className="tabular text-muted">× {item.quantity}</span>
                <span className="min-w-18 text-right">
                  <Amount decimal={item.total} currency={currency} code={false} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      </Section>
      <Section title="On whose word">
        <FactList facts={[...word, ...facts.consents.flatMap(consentedIn), { label: 'Agent', value: <CopyId id={facts.agentId} what="agent id" /> }]} />
      </Section>
      <Section title="Payment">
        <FactList
          facts={[
            { label: 'Merchant', value: merchant.name === null ? merchant.handle : `${merchant.name} · ${merchant.handle}` },
            { label: 'Total with delivery and tax', value: <Amount decimal={total} currency={currency} /> },
            { label: 'Payment', value: <><CopyId id={facts.paymentId} what="payment id" /> · {facts.status}</> },
            ...receipts.map((receipt) => ({
              label: `Order ${receipt.orderNumber}`,
              value: <>{receipt.paymentStatus}, placed <Time at={new Date(receipt.at)} className="tabular" /></>,
            })),
            { label: 'Evidence made', value: <Time at={new Date(facts.issuedAt)} className="tabular" /> },
          ]}
        />
      </Section>
    </>
  );
}

function authority({ countersignature, limits, authorisation }: Facts): string {
  if (countersignature) return countersignature.second ? 'countersigned by the passkeys of two people' : 'countersigned by the owner’s passkey';
  if (authorisation) return 'under an authorisation that the owner’s passkey signed';
  return limits?.confirmedBy === 'passkey' ? 'by the agent alone, within limits that the owner’s passkey signed' : 'by the agent alone, within limits';
}

type Fact = { readonly label: string; readonly value: ReactNode };

const signedBy = ({ credentialId, enrolledAt, signedAt, second }: Countersignature): Fact[] => [
  { label: 'Countersigned', value: <Time at={new Date(signedAt)} className="tabular" /> },
  { label: 'Owner’s passkey', value: <CopyId id={credentialId} what="passkey id" /> },
  { label: 'Passkey enrolled', value: <Time at={new Date(enrolledAt)} className="tabular" /> },
  ...(second ? [{ label: 'And the second person’s passkey', value: <CopyId id={second.credentialId} what="second passkey id" /> }] : []),
];

function limitedBy(limits: LimitsInForce | null, currency: string): Fact[] {
  if (!limits) return [{ label: 'No person was asked', value: 'The limits are in the owner’s copy of this evidence' }];
  return [
    { label: 'No person was asked', value: <>At most <Amount decimal={limits.perTransaction} currency={currency} /> a purchase</> },
    {
      label: limits.confirmedBy === 'passkey' ? 'Limits signed by the owner’s passkey' : 'Limits of the demo world, signed by nobody',
      value: <Time at={new Date(limits.confirmedAt)} className="tabular" />,
    },
  ];
}

const consentedIn = ({ issuer, mandateId, keyThumbprint, checkedAt }: Facts['consents'][number]): Fact[] => [
  { label: `Consent signed at ${issuer}`, value: <>Mandate <CopyId id={mandateId} what="mandate id" />, checked <Time at={new Date(checkedAt)} className="tabular" /></> },
  { label: 'Key that it held under', value: <CopyId id={keyThumbprint} what="fingerprint of the key" /> },
];

const authorisedBy = ({ merchant, category, amount, confirmedAt, validUntil }: Authorisation, currency: string): Fact[] => [
  {
    label: 'Authorised beyond the limits',
    value: <>Up to <Amount decimal={amount} currency={currency} />{merchant === null ? '' : ` at ${merchant}`}{category === null ? '' : `, for ${category}`}</>,
  },
  { label: 'Authorisation signed by the owner’s passkey', value: <><Time at={new Date(confirmedAt)} className="tabular" />, until <Time at={new Date(validUntil)} className="tabular" /></> },
];
