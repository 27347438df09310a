import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { AdjustmentList } from '@/components/merchant/adjustment-list';
import { CancelItems } from '@/components/merchant/cancel-items';
import { CheckoutFacts, hasFacts } from '@/components/merchant/checkout-facts';
import { DeliveryTable } from '@/components/merchant/delivery-table';
import { FulfillmentList } from '@/components/merchant/fulfillment-list';
import { FulfillmentSteps } from '@/components/merchant/fulfillment-steps';
import { OrderLines } from '@/components/merchant/order-lines';
import { RefundOrder } from '@/components/merchant/refund-order';
import { ReturnDecision } from '@/components/merchant/return-decision';
import { ReturnList } from '@/components/merchant/return-list';
import { ShipOrder } from '@/components/merchant/ship-order';
import { Timeline } from '@/components/merchant/timeline';
import { PAYMENT, RETURN, STAGE, authorityText, goodsText, refundWord } from '@/components/merchant/words';
import { addressText } from '@/components/ui/address';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { loadCheckoutFacts } from '@/lib/checkout';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import { toDecimal } from '@/lib/kernel/money';
import { loadMerchantOrder, type FulfillmentView, type OrderDetailView } from '@/lib/order';
import { loadReturns, type ReturnView } from '@/lib/order-return';
import { loadDeliveries } from '@/lib/webhook';

export const metadata: Metadata = { title: 'Order' };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, merchantId, role } = await requireMerchant(`/dashboard/orders/${encodeURIComponent(id)}`);
  const order = await loadMerchantOrder(ctx, { merchantId, orderId: id });
  if (order === null) notFound();
  const [returns, { deliveries }, facts] = await Promise.all([
    loadReturns(ctx, order.id),
    loadDeliveries(ctx, { merchantId, orderId: order.id }),
    loadCheckoutFacts(ctx, { merchantId, checkoutId: order.checkoutId }),
  ]);
  const { text, tone } = PAYMENT[order.paymentStatus];
  const [refund, stage] = [refundWord(order), STAGE[order.stage]];
  const mayChange = role !== 'staff';
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
            {stage ? <StatusPill tone={stage.tone}>{stage.text}</StatusPill> : null}
          </>
        }
        actions={mayChange ? <OrderActions order={order} /> : null}
      >
        <Time at={order.createdAt} />
      </PageHeader>
      <div className="grid gap-x-6 lg:grid-cols-[1fr_400px]">
        <div>
          {returns.length > 0 ? (
            <Section title="Returns">
              <ReturnList returns={returns} action={mayChange ? (waiting) => <Decision orderId={order.id} waiting={waiting} /> : undefined} />
            </Section>
          ) : null}
          <Section title="Items">
            <OrderLines lines={order.lines} totals={order.totals} refunded={order.refunded} />
          </Section>
          {order.fulfillments.length > 0 ? (
            <Section title="Handed over">
              <FulfillmentList fulfillments={order.fulfillments} action={mayChange ? (onItsWay) => <Steps orderId={order.id} onItsWay={onItsWay} /> : undefined} />
            </Section>
          ) : null}
          {order.adjustments.length > 0 ? (
            <Section title="Cancellations and refunds">
              <AdjustmentList adjustments={order.adjustments} />
            </Section>
          ) : null}
          <Section title="Timeline">
            {order.timeline.length > 0 ? <Timeline events={order.timeline} /> : <EmptyState>Nothing has happened to this order yet.</EmptyState>}
          </Section>
          {deliveries.length > 0 ? (
            <Section title="Webhooks" aside={<Link href="/dashboard/webhooks" className="text-accent hover:underline">All webhooks</Link>}>
              <DeliveryTable deliveries={deliveries} now={ctx.clock.now()} />
            </Section>
          ) : null}
        </div>
        <div>
          <Section title="Payment">
            <PaymentFacts order={order} />
          </Section>
          <Section title="Delivery">
            <DeliveryFacts order={order} />
          </Section>
          {facts && hasFacts(facts) ? (
            <Section title="Said with the order">
              <CheckoutFacts facts={facts} />
            </Section>
          ) : null}
        </div>
      </div>
    </>
  );
}

/** What can be done to it as it stands: hand over and cancel what is left, give back what was taken. */
function OrderActions({ order }: { order: OrderDetailView }) {
  const goods = order.lines.flatMap(({ id, name, current, fulfilled }) => (current > fulfilled ? [{ lineId: id, name, left: current - fulfilled }] : []));
  const isOpen = goods.length > 0 && order.status !== 'canceled';
  return (
    <>
      {isOpen ? <ShipOrder orderId={order.id} kind={order.fulfillmentKind} goods={goods} /> : null}
      {order.paymentStatus === 'captured' && order.left.amount > 0n ? <RefundOrder orderId={order.id} left={toDecimal(order.left)} currency={order.left.currency} /> : null}
      {isOpen ? <CancelItems orderId={order.id} goods={goods} captured={order.paymentStatus === 'captured'} /> : null}
    </>
  );
}

const Steps = ({ orderId, onItsWay: { id, kind, goods, next } }: { orderId: string; onItsWay: FulfillmentView }) => (
  <FulfillmentSteps orderId={orderId} fulfillmentId={id} goods={goodsText(goods)} next={next} pickup={kind === 'pickup'} />
);

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
