import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { OrderLines } from '@/components/merchant/order-lines';
import { RefundOrder } from '@/components/merchant/refund-order';
import { ReturnDecision } from '@/components/merchant/return-decision';
import { ReturnList } from '@/components/merchant/return-list';
import { Timeline } from '@/components/merchant/timeline';
import { PAYMENT, RETURN, authorityText, refundWord } from '@/components/merchant/words';
import { addressText } from '@/components/ui/address';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import { toDecimal } from '@/lib/kernel/money';
import { loadMerchantOrder, type OrderDetailView } from '@/lib/order';
import { loadReturns, type ReturnView } from '@/lib/order-return';

export const metadata: Metadata = { title: 'Order' };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, merchantId, role } = await requireMerchant(`/dashboard/orders/${encodeURIComponent(id)}`);
  const order = await loadMerchantOrder(ctx, { merchantId, orderId: id });
  if (order === null) notFound();
  const returns = await loadReturns(ctx, order.id);
  const { text, tone } = PAYMENT[order.paymentStatus];
  const refund = refundWord(order);
  const leftAmount = order.total.amount - order.refunded.amount;
  return (
    <>
      <p className="mb-2 text-[13px]/5">
        <Link href="/dashboard/orders" className="text-muted hover:text-fg">
          Orders
        </Link>
      </p>
      <PageHeader
        title={`Order #${order.number}`}
        mark={
          <>
            <StatusPill tone={tone}>{text}</StatusPill>
            {order.returnWaits ? <StatusPill tone={RETURN.requested.tone}>{RETURN.requested.text}</StatusPill> : null}
            {refund ? <StatusPill tone={refund.tone}>{refund.text}</StatusPill> : null}
            {order.status === 'canceled' ? <StatusPill tone="danger">Canceled</StatusPill> : null}
          </>
        }
      >
        <Time at={order.createdAt} />
      </PageHeader>
      <div className="grid gap-x-6 lg:grid-cols-[1fr_400px]">
        <div>
          {returns.length > 0 ? (
            <Section title="Returns">
              <ReturnList returns={returns} action={role === 'staff' ? undefined : (waiting) => <Decision orderId={order.id} waiting={waiting} />} />
            </Section>
          ) : null}
          <Section title="Items">
            <OrderLines lines={order.lines} totals={order.totals} refunded={order.refunded} />
          </Section>
          <Section title="Timeline">
            {order.timeline.length > 0 ? <Timeline events={order.timeline} /> : <EmptyState>Nothing has happened to this order yet.</EmptyState>}
          </Section>
        </div>
        <div>
          <Section title="Payment">
            <PaymentFacts order={order} />
            {order.paymentStatus === 'captured' && leftAmount > 0n && role !== 'staff' ? (
              <RefundOrder orderId={order.id} left={toDecimal({ amount: leftAmount, currency: order.total.currency })} currency={order.total.currency} />
            ) : null}
          </Section>
          <Section title="Delivery">
            <DeliveryFacts order={order} />
          </Section>
        </div>
      </div>
    </>
  );
}

const Decision = ({ orderId, waiting: { id, lines, refund } }: { orderId: string; waiting: ReturnView }) => (
  <ReturnDecision
    orderId={orderId}
    returnId={id}
    goods={lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}
    expected={toDecimal(refund)}
    currency={refund.currency}
  />
);

function PaymentFacts({ order }: { order: OrderDetailView }) {
  const { networkTransactionId } = order;
  return (
    <FactList
      facts={[
        { label: 'Authority', value: <StatusPill tone={order.humanPresent ? 'success' : 'muted'}>{authorityText(order)}</StatusPill> },
        { label: 'Agent', value: order.agentName ?? 'none' },
        { label: 'Via', value: <span className="uppercase">{order.wire}</span> },
        { label: 'Order id', value: <CopyId id={order.id} what="order id" /> },
        { label: 'Checkout', value: <CopyId id={order.checkoutId} what="checkout id" /> },
        { label: 'Network transaction', value: networkTransactionId ? <CopyId id={networkTransactionId} what="network transaction id" /> : 'none' },
      ]}
    />
  );
}

function DeliveryFacts({ order }: { order: OrderDetailView }) {
  const { buyer, address, fulfillmentTitle } = order;
  return (
    <FactList
      facts={[
        ...(buyer?.name ? [{ label: 'Buyer', value: buyer.name }] : []),
        { label: 'Email', value: buyer?.email ?? 'not given' },
        { label: 'How', value: fulfillmentTitle ?? 'not chosen' },
        ...(address ? [{ label: 'Address', value: addressText(address) }] : []),
        {
          label: 'Public page',
          value: (
            <Link href={`/orders/${order.id}`} className="text-accent underline underline-offset-3">
              Order page
            </Link>
          ),
        },
      ]}
    />
  );
}
