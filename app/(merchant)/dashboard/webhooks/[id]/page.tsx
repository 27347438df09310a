import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { AttemptList } from '@/components/merchant/webhooks/attempt-list';
import { ResendDelivery } from '@/components/merchant/webhooks/resend-delivery';
import { DELIVERY_TONE, webhookWords, type WebhookWords } from '@/components/merchant/webhooks/webhook-words';
import { FactList, Section } from '@/components/ui/card';
import { CodeBlock, CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { loadDelivery, type DeliveryDetailView } from '@/lib/webhook';

export const metadata: Metadata = { title: 'Webhook delivery' };

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, merchantId, role, uiLocale } = await requireConsole(`/dashboard/webhooks/${encodeURIComponent(id)}`, 'member');
  const words = webhookWords(uiLocale);
  const delivery = /^dlv_[0-9a-z]{26}$/.test(id) ? await loadDelivery(ctx, { merchantId, id }) : null;
  if (delivery === null) notFound();
  return (
    <div lang={uiLocale}>
      <p className="mb-2 text-[13px]/5">
        <Link href="/dashboard/webhooks" className="text-muted hover:text-fg">
          {words.title}
        </Link>
      </p>
      <PageHeader title={delivery.type} mark={<StatusPill tone={DELIVERY_TONE[delivery.status]}>{words.delivery[delivery.status]}</StatusPill>}>
        <Time at={delivery.createdAt} locale={words.locale} />
      </PageHeader>
      <div className="grid gap-x-6 lg:grid-cols-[1fr_400px]">
        <div className="min-w-0">
          <Section title={words.payload} aside={words.oneLine}>
            <CodeBlock code={pretty(delivery.body)} what={words.payloadJson} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title={words.oneDelivery}>
            <DeliveryFacts delivery={delivery} words={words} />
            {role !== 'staff' && delivery.endpointIsThere ? (
              <div className="mt-3">
                <ResendDelivery id={delivery.id} words={words} />
              </div>
            ) : null}
          </Section>
          <Section title={words.attempts}>
            {delivery.attempts.length > 0 ? <AttemptList attempts={delivery.attempts} words={words} /> : <EmptyState>{words.notYet}</EmptyState>}
          </Section>
        </div>
      </div>
    </div>
  );
}

function DeliveryFacts({ delivery, words }: { delivery: DeliveryDetailView; words: WebhookWords }) {
  return (
    <FactList
      facts={[
        { label: words.endpoint, value: <span className="font-mono text-[13px]/5">{delivery.url}</span> },
        ...(delivery.endpointIsThere ? [] : [{ label: words.state, value: words.endpointGone }]),
        { label: words.eventId, value: <CopyId id={delivery.eventId} what={words.copyEvent} /> },
        ...(delivery.orderId === null
          ? []
          : [
              {
                label: words.order,
                value: (
                  <Link href={`/dashboard/orders/${delivery.orderId}`} className="text-accent underline underline-offset-3">
                    {words.orderPage}
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
