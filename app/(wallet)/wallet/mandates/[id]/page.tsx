import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { FactList, Section } from '@/components/ui/card';
import { CodeBlock, CopyId } from '@/components/ui/copy';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { EvidenceLinks } from '@/components/wallet/evidence-links';
import { MANDATE_STATE, MANDATE_TYPE, MandateTable } from '@/components/wallet/mandate-table';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadMandate } from '@/lib/mandate';

export const metadata: Metadata = { title: 'Mandate' };

export default async function MandatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, walletId } = await requireOwner(`/wallet/mandates/${encodeURIComponent(id)}`);
  const found = await loadMandate(ctx, { walletId, mandateId: id });
  if (found === null) notFound();
  const { name, tells } = MANDATE_TYPE[found.type];
  const { text, tone } = MANDATE_STATE[found.state];
  const { signature, ...content } = found.mandate;
  return (
    <>
      <PageHeader title={`${name} mandate`} mark={<StatusPill tone={tone}>{text}</StatusPill>} actions={found.paymentId === null ? null : <EvidenceLinks paymentId={found.paymentId} />}>
        {tells}
      </PageHeader>
      <Section title="Facts">
        <FactList
          facts={[
            { label: 'Agent', value: <Link href={`/wallet/agents/${found.agentId}`} className="text-accent underline underline-offset-3">{found.agentName}</Link> },
            ...(found.merchantName ? [{ label: 'Merchant', value: found.merchantName }] : []),
            { label: 'Signed', value: <Time at={found.createdAt} className="tabular" /> },
            ...(found.endedAt ? [{ label: 'Ended', value: <Time at={found.endedAt} className="tabular" /> }] : []),
            { label: 'Mandate', value: <CopyId id={found.id} what="mandate id" /> },
            ...(found.paymentId ? [{ label: 'Payment', value: <CopyId id={found.paymentId} what="payment id" /> }] : []),
          ]}
        />
      </Section>
      <Section title="What was signed">
        <CodeBlock what="the mandate" code={JSON.stringify(content, null, 2)} />
      </Section>
      <Section title="Signature" aside={<Link href="/verify" className="font-medium text-accent hover:underline">Verify evidence</Link>}>
        <FactList
          facts={[
            { label: 'Compact JWS, ES256', value: <CopyId id={signature} what="signature" /> },
            { label: 'Key, in the published key set', value: <CopyId id={found.keyId} what="key id" /> },
          ]}
        />
      </Section>
      {found.siblings.length > 0 ? (
        <Section title="Of the same purchase">
          <MandateTable mandates={found.siblings} caption="Mandates of the same purchase" />
        </Section>
      ) : null}
    </>
  );
}
