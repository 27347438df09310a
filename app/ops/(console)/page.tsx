import type { Metadata } from 'next';
import { Figures } from '@/components/ops/figures';
import { IdSearch } from '@/components/ops/id-search';
import { ProcessOutbox } from '@/components/ops/ops-actions';
import { Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { loadOverview } from '@/lib/operations';

export const metadata: Metadata = { title: 'Operations' };

/** An event that waits longer than this has been tried and failed (docs/runbooks). */
const LATE_SECONDS = 60;

/** What waits, what stands still, and what was sold. */
export default async function OperationsPage() {
  const { ctx } = await requireOperator('/ops');
  const { outbox, day, stalled, reservations, reconciliation } = await loadOverview(ctx);
  return (
    <>
      <PageHeader title="Operations">All stores and wallets of this installation, at this moment.</PageHeader>
      <IdSearch />
      <Section title="Queues" aside={<ProcessOutbox />}>
        <Figures
          label="Queues"
          figures={[
            { label: 'Promised, not delivered', value: String(outbox.waiting) },
            { label: 'Oldest waits', value: `${Math.round(outbox.oldestSeconds)} s`, alarm: outbox.oldestSeconds > LATE_SECONDS && 'late' },
            { label: 'Dead letters', value: String(outbox.dead), href: '/ops/dead-letters', alarm: outbox.dead > 0 && 'look' },
            { label: 'Payments standing still', value: String(stalled), alarm: stalled > 0 && 'resuming' },
            { label: 'Stock set aside', value: String(reservations.held), href: '/ops/reservations?status=held' },
            { label: 'Of it overdue', value: String(reservations.overdue), href: '/ops/reservations?status=overdue' },
          ]}
        />
      </Section>
      <Section title="Last 24 hours">
        <Figures
          label="Last 24 hours"
          figures={[
            { label: 'Checkouts', value: String(day.checkouts) },
            { label: 'Orders', value: String(day.orders) },
            { label: 'Payments declined', value: String(day.declined) },
            { label: 'Asked of people', value: String(day.stepUps) },
          ]}
        />
      </Section>
      <Section title="Last reconciliation" aside={reconciliation ? <Time at={reconciliation.at} /> : null}>
        {reconciliation ? (
          <Figures
            label="Last reconciliation"
            figures={[
              { label: 'Payments compared', value: String(reconciliation.checked) },
              { label: 'Differ', value: String(reconciliation.mismatches), href: '/ops/reconciliation', alarm: reconciliation.mismatches > 0 && 'look' },
            ]}
          />
        ) : (
          <p className="text-muted">None yet: one is made every quarter of an hour.</p>
        )}
      </Section>
    </>
  );
}
