import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Proof } from '@/components/evidence/proof';
import { LinkButton } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { PrintButton } from '@/components/ui/print-button';
import { pageCtx, requireOwner } from '@/lib/entrance/page-ctx';
import { checkEvidence, getEvidence } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Evidence', robots: { index: false } };

/** The evidence of one payment to read and to print: what it proves, then the whole file, so that the paper says as much as the file. */
export default async function EvidencePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { walletId } = await requireOwner(`/wallet/payments/${encodeURIComponent(id)}/evidence`);
  // Evidence is signed when it is asked for, which a page's own role cannot; getEvidence finds the payment with its wallet alone.
  const { ctx } = await pageCtx();
  const evidence = /^pay_\w+$/.test(id) ? await getEvidence(ctx, { paymentId: id, walletId }) : null;
  if (!evidence?.ok) notFound();
  return (
    <article className="max-w-[720px]">
      <PageHeader
        title="Evidence"
        actions={
          <span className="contents print:hidden">
            <LinkButton href={`/api/agent/v1/payments/${id}/evidence`} prefetch={false} download={`evidence-${id}.json`}>
              Download JSON
            </LinkButton>
            <PrintButton />
          </span>
        }
      >
        On whose word this payment was made. Checked just now against the keys of {ctx.settings.publicOrigin}.
      </PageHeader>
      {evidence.value.mandates.length > 0 ? (
        <div className="mt-6">
          <Proof verdict={await checkEvidence(ctx, evidence.value)} />
        </div>
      ) : (
        <p className="mt-6 text-muted">This payment was never granted: nothing was signed for it, and nothing was paid.</p>
      )}
      <Section title="The whole file" aside={<Link href="/verify" className="font-medium text-accent hover:underline print:hidden">Verify a file</Link>}>
        <pre tabIndex={0} role="region" aria-label="Evidence as JSON" className="rounded-card border border-border bg-surface px-4 py-3 font-mono text-[12px]/4 wrap-anywhere whitespace-pre-wrap">
          {JSON.stringify(evidence.value, null, 2)}
        </pre>
      </Section>
    </article>
  );
}
