import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { OUTCOME } from '@/components/approval/outcome';
import { FactList, Section } from '@/components/ui/card';
import { CodeBlock, CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Money } from '@/components/ui/money';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { deciderText } from '@/components/wallet/decision-table';
import { EvidenceLinks } from '@/components/wallet/evidence-links';
import { loadDecidedApproval } from '@/lib/approval';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { isUuid } from '@/lib/kernel/id';

export const metadata: Metadata = { title: 'Decision' };

/** One decision, with what was signed to the letter. Nothing is streamed before it is known to be this owner's. */
export default async function DecisionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, walletId } = await requireOwner(`/wallet/approvals/${encodeURIComponent(id)}`);
  const approval = isUuid(id) ? await loadDecidedApproval(ctx, { walletId, approvalId: id }) : null;
  if (approval === null) notFound();
  const { signed } = approval;
  const { word, tone } = OUTCOME[approval.status];
  return (
    <>
      <PageHeader title={approval.merchantName} mark={<StatusPill tone={tone}>{word}</StatusPill>} actions={signed ? <EvidenceLinks paymentId={approval.paymentId} /> : null}>
        {approval.agentName} asked for <Money value={approval.total} code />.
      </PageHeader>
      <Section title="Decision">
        <FactList
          facts={[
            { label: 'Asked', value: <Time at={approval.askedAt} className="tabular" /> },
            { label: 'Why you were asked', value: approval.reason },
            { label: 'Decided', value: approval.decidedAt ? <Time at={approval.decidedAt} className="tabular" /> : 'Not decided in time' },
            { label: 'By', value: deciderText(approval) },
            ...(approval.decisionReason ? [{ label: 'Your words', value: approval.decisionReason }] : []),
            { label: 'Payment', value: <CopyId id={approval.paymentId} what="payment id" /> },
          ]}
        />
      </Section>
      {signed ? (
        <>
          <Section title="What your passkey signed" aside={<Link href="/verify" className="font-medium text-accent hover:underline">Verify evidence</Link>}>
            <CodeBlock what="the signed content" code={JSON.stringify(signed.content, null, 2)} />
            <p className="mt-2 text-muted">The passkey signed the SHA-256 hash of exactly this content, in canonical JSON.</p>
          </Section>
          <Section title="The signature">
            <FactList
              facts={[
                { label: 'Passkey', value: <CopyId id={signed.passkeyId} what="passkey id" /> },
                { label: 'Signature', value: <CopyId id={signed.assertion.signature} what="signature" /> },
              ]}
            />
          </Section>
        </>
      ) : (
        <Section title="What your passkey signed">
          <EmptyState>Nothing was signed, and nothing was paid.</EmptyState>
        </Section>
      )}
    </>
  );
}
