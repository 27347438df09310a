import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { AttemptList } from '@/components/merchant/attempt-list';
import { ResendDelivery } from '@/components/merchant/resend-delivery';
import { DELIVERY } from '@/components/merchant/words';
import { FactList, Section } from '@/components/ui/card';
import { CodeBlock, CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import { loadDelivery, type DeliveryDetailView } from '@/lib/webhook';

export const metadata: Metadata = { title: 'Webhook delivery' };

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, merchantId, role } = await requireMerchant(`/dashboard/webhooks/${encodeURIComponent(id)}`);
  const delivery = /^dlv_[0-9a-z]{26}$/.test(id) ? await loadDelivery(ctx, { merchantId, id }) : null;
  if (delivery === null) notFound();
  const { text, tone } = DELIVERY[delivery.status];
  return (
    <>
      <p className="mb-2 text-[13px]/5">
        <Link href="/dashboard/webhooks" className="text-muted hover:text-fg">
          Webhooks
        </Link>
      </p>
      <PageHeader title={delivery.type} mark={<StatusPill tone={tone}>{text}</StatusPill>}>
        <Time at={delivery.createdAt} />
      </PageHeader>
      <div className="grid gap-x-6 lg:grid-cols-[1fr_400px]">
        <div className="min-w-0">
          <Section title="Payload" aside="Posted as one line">
            <CodeBlock code={pretty(delivery.body)} what="The payload as JSON" />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title="Delivery">
            <DeliveryFacts delivery={delivery} />
            {role !== 'staff' && delivery.endpointIsThere ? (
              <div className="mt-3">
                <ResendDelivery id={delivery.id} />
              </div>
            ) : null}
          </Section>
          <Section title="Attempts">
            {delivery.attempts.length > 0 ? <AttemptList attempts={delivery.attempts} /> : <EmptyState>Not sent yet. It is sent in a moment.</EmptyState>}
          </Section>
        </div>
      </div>
    </>
  );
}

function DeliveryFacts({ delivery }: { delivery: DeliveryDetailView }) {
  return (
    <FactList
      facts={[
        { label: 'Endpoint', value: <span className="font-mono text-[13px]/5">{delivery.url}</span> },
        ...(delivery.endpointIsThere ? [] : [{ label: 'State', value: 'The endpoint was removed' }]),
        { label: 'Event id', value: <CopyId id={delivery.eventId} what="event id" /> },
        ...(delivery.orderId === null
          ? []
          : [
              {
                label: 'Order',
                value: (
                  <Link href={`/dashboard/orders/${delivery.orderId}`} className="text-accent underline underline-offset-3">
                    Order page
                  </Link>
                ),
              },
            ]),
      ]}
    />
  );
}

/** The same JSON, to be read by people. */
const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);
