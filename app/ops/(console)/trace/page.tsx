import type { Metadata } from 'next';
import { IdSearch } from '@/components/ops/id-search';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Money } from '@/components/ui/money';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { Cell, Row, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { traceOf, type Trace, type TraceKind } from '@/lib/operations';

export const metadata: Metadata = { title: 'Follow a purchase' };

const NAMES: Record<TraceKind, string> = {
  checkout: 'Checkout', payment_request: 'Agent asked to pay', approval: 'Person asked', mandate: 'Mandate', spending_hold: 'Limits held', payment_token: 'Payment token', attempt: 'Attempt to pay', consent_proof: 'Consent proof',
  network_transaction: 'Network', bank_hold: 'Bank hold', ledger_transfer: 'Ledger entry', order: 'Order', order_event: 'Order changed', refund: 'Refund', return: 'Return', stock: 'Stock', promise: 'Outbox',
};

/** A purchase from its request to its ledger entries, found by any of its ids. */
export default async function TracePage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const id = one((await searchParams).id)?.trim();
  const { ctx } = await requireOperator(pathWith('/ops/trace', { id }));
  const trace = id === undefined || id === '' ? null : await traceOf(ctx, id);
  return (
    <>
      <PageHeader title="Purchases">Checkout, order, payment, approval, token, transaction, hold, refund, return or mandate: any id leads to all of it.</PageHeader>
      <IdSearch id={id} />
      {trace ? <Story trace={trace} /> : id ? <div className="mt-6"><EmptyState>No purchase has this id.</EmptyState></div> : null}
    </>
  );
}

function Story({ trace }: { trace: Trace }) {
  const { merchant, checkoutId, orderId, agentId, walletId, steps, consents } = trace;
  const facts = [
    { label: 'Store', value: merchant.handle },
    { label: 'Checkout', value: <CopyId id={checkoutId} what="checkout" /> },
    ...(orderId ? [{ label: 'Order', value: <CopyId id={orderId} what="order" /> }] : []),
    ...(agentId ? [{ label: 'Agent', value: <CopyId id={agentId} what="agent" /> }] : []),
    ...(walletId ? [{ label: 'Wallet', value: <CopyId id={walletId} what="wallet" /> }] : []),
  ];
  return (
    <>
      <div className="mt-6"><FactList facts={facts} /></div>
      {consents.map((consent) => (
        <Section key={consent.attemptId} title="Consent proof">
          <FactList
            facts={[
              { label: 'Issuer', value: consent.issuer },
              { label: 'Mandate', value: <CopyId id={consent.mandateId} what="mandate" /> },
              { label: 'Checked', value: <Time at={consent.checkedAt} /> },
              { label: 'Key that it held under', value: <>{consent.keyId ? `${consent.keyId}, ` : null}<CopyId id={consent.keyThumbprint} what="fingerprint of the key" /></> },
              { label: 'What was signed', value: <CopyId id={consent.signedText} what="signed text" /> },
              { label: 'Signature', value: <CopyId id={consent.jws} what="signature" /> },
            ]}
          />
        </Section>
      ))}
      <Section title="From its request to the ledger">
        <Table caption="Steps of this purchase, the oldest first" columns={[{ label: 'When', narrow: 'hidden' }, { label: 'What' }, { label: 'Id', narrow: 'hidden' }, { label: 'State', narrow: 'hidden' }, { label: 'Amount', align: 'right' }]}>
          {steps.map((step) => (
            <Row key={`${step.kind}-${step.id}`}>
              <Cell narrow="hidden" className="whitespace-nowrap text-muted"><Time at={step.at} /></Cell>
              <Cell><TwoLine second={<>{step.status ? `${step.status}, ` : null}<Time at={step.at} /></>}>{NAMES[step.kind]}{step.note ? <span className="text-[13px]/5 text-muted"> {step.note}</span> : null}</TwoLine></Cell>
              <Cell narrow="hidden"><CopyId id={step.id} what={NAMES[step.kind].toLowerCase()} /></Cell>
              <Cell narrow="hidden">{step.status ?? '\u2014'}</Cell>
              <Cell align="right">{step.amount ? <Money value={step.amount} code /> : null}</Cell>
            </Row>
          ))}
        </Table>
      </Section>
    </>
  );
}
