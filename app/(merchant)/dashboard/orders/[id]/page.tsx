import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { AdjustmentList } from '@/components/merchant/orders/adjustment-list';
import { CancelItems } from '@/components/merchant/orders/cancel-items';
import { CheckoutFacts, hasFacts } from '@/components/merchant/orders/checkout-facts';
import { FulfillmentList } from '@/components/merchant/orders/fulfillment-list';
import { FulfillmentSteps } from '@/components/merchant/orders/fulfillment-steps';
import { OrderLines } from '@/components/merchant/orders/order-lines';
import { orderWords, type OrderWords } from '@/components/merchant/orders/order-words';
import { RefundOrder } from '@/components/merchant/orders/refund-order';
import { ReturnDecision } from '@/components/merchant/orders/return-decision';
import { ReturnList } from '@/components/merchant/orders/return-list';
import { ShipOrder } from '@/components/merchant/orders/ship-order';
import { Timeline } from '@/components/merchant/orders/timeline';
import { PaymentPill, RefundPill, ReturnPill, StagePill, authorityText, goodsText } from '@/components/merchant/orders/states';
import { DeliveryTable } from '@/components/merchant/webhooks/delivery-table';
import { webhookWords } from '@/components/merchant/webhooks/webhook-words';
import { addressText } from '@/components/ui/address';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { loadCheckoutFacts } from '@/lib/checkout';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { toDecimal } from '@/lib/kernel/money';
import { loadMerchantOrder, type FulfillmentView, type OrderDetailView } from '@/lib/order';
import { loadReturns, type ReturnView } from '@/lib/order-return';
import { loadDeliveries } from '@/lib/webhook';

export const metadata: Metadata = { title: 'Order' };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, merchantId, role, uiLocale } = await requireConsole(`/dashboard/orders/${encodeURIComponent(id)}`, 'member');
  const words = orderWords(uiLocale);
  const titles = words.sections;
  const order = await loadMerchantOrder(ctx, { merchantId, orderId: id });
  if (order === null) notFound();
  const [returns, { deliveries }, facts] = await Promise.all([
    loadReturns(ctx, order.id),
    loadDeliveries(ctx, { merchantId, orderId: order.id }),
    loadCheckoutFacts(ctx, { merchantId, checkoutId: order.checkoutId }),
  ]);
  const mayChange = role !== 'staff';
  return (
    <div lang={uiLocale}>
      <p className="mb-2 text-[13px]/5">
        <Link href="/dashboard/orders" className="text-muted hover:text-fg">
          {words.title}
        </Link>
      </p>
      <PageHeader
        title={`${words.one} #${order.number}`}
        mark={
          <>
            <PaymentPill order={order} words={words} />
            {order.returnWaits ? <ReturnPill words={words} /> : null}
            <RefundPill order={order} words={words} />
            <StagePill order={order} words={words} />
          </>
        }
        actions={mayChange ? <OrderActions order={order} words={words} /> : null}
      >
        <Time at={order.createdAt} locale={words.locale} />
      </PageHeader>
      <div className="grid gap-x-6 lg:grid-cols-[1fr_400px]">
        <div>
          {returns.length > 0 ? (
            <Section title={titles.returns}>
              <ReturnList returns={returns} words={words} action={mayChange ? (waiting) => <Decision orderId={order.id} waiting={waiting} words={words} /> : undefined} />
            </Section>
          ) : null}
          <Section title={titles.items}>
            <OrderLines lines={order.lines} totals={order.totals} refunded={order.refunded} words={words} />
          </Section>
          {order.fulfillments.length > 0 ? (
            <Section title={titles.handedOver}>
              <FulfillmentList fulfillments={order.fulfillments} words={words} action={mayChange ? (onItsWay) => <Steps orderId={order.id} onItsWay={onItsWay} words={words} /> : undefined} />
            </Section>
          ) : null}
          {order.adjustments.length > 0 ? (
            <Section title={titles.adjustments}>
              <AdjustmentList adjustments={order.adjustments} words={words} />
            </Section>
          ) : null}
          <Section title={titles.timeline}>
            {order.timeline.length > 0 ? <Timeline events={order.timeline} words={words} /> : <EmptyState>{words.nothingHappened}</EmptyState>}
          </Section>
          {deliveries.length > 0 ? (
            <Section title={titles.webhooks} aside={<Link href="/dashboard/webhooks" className="text-accent hover:underline">{words.allWebhooks}</Link>}>
              <DeliveryTable deliveries={deliveries} now={ctx.clock.now()} words={webhookWords(uiLocale)} />
            </Section>
          ) : null}
        </div>
        <div>
          <Section title={titles.payment}>
            <PaymentFacts order={order} words={words} />
          </Section>
          <Section title={titles.delivery}>
            <DeliveryFacts order={order} words={words} />
          </Section>
          {facts && hasFacts(facts) ? (
            <Section title={titles.said}>
              <CheckoutFacts facts={facts} words={words.said} />
            </Section>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** What can be done to it as it stands: hand over and cancel what is left, give back what was taken. */
function OrderActions({ order, words }: { order: OrderDetailView; words: OrderWords }) {
  const goods = order.lines.flatMap(({ id, name, current, fulfilled }) => (current > fulfilled ? [{ lineId: id, name, left: current - fulfilled }] : []));
  const isOpen = goods.length > 0 && order.status !== 'canceled';
  return (
    <>
      {isOpen ? <ShipOrder orderId={order.id} kind={order.fulfillmentKind} goods={goods} words={words} /> : null}
      {order.paymentStatus === 'captured' && order.left.amount > 0n ? <RefundOrder orderId={order.id} left={toDecimal(order.left)} currency={order.left.currency} words={words} /> : null}
      {isOpen ? <CancelItems orderId={order.id} goods={goods} captured={order.paymentStatus === 'captured'} words={words} /> : null}
    </>
  );
}

const Steps = ({ orderId, onItsWay: { id, kind, goods, next }, words }: { orderId: string; onItsWay: FulfillmentView; words: OrderWords }) => (
  <FulfillmentSteps orderId={orderId} fulfillmentId={id} goods={goodsText(goods)} next={next} pickup={kind === 'pickup'} words={words} />
);

const Decision = ({ orderId, waiting: { id, lines, refund }, words }: { orderId: string; waiting: ReturnView; words: OrderWords }) => (
  <ReturnDecision
    orderId={orderId}
    returnId={id}
    goods={goodsText(lines)}
    expected={toDecimal(refund)}
    currency={refund.currency}
    words={words}
  />
);

function PaymentFacts({ order, words }: { order: OrderDetailView; words: OrderWords }) {
  const [{ networkTransactionId }, said] = [order, words.facts];
  return (
    <FactList
      facts={[
        { label: words.authority, value: <StatusPill tone={order.humanPresent ? 'success' : 'muted'}>{authorityText(order, words)}</StatusPill> },
        { label: words.agent, value: order.agentName ?? said.none },
        { label: words.via, value: <span className="uppercase">{order.wire}</span> },
        { label: said.orderId, value: <CopyId id={order.id} what={said.copyOrder} /> },
        { label: said.checkout, value: <CopyId id={order.checkoutId} what={said.copyCheckout} /> },
        { label: said.transaction, value: networkTransactionId ? <CopyId id={networkTransactionId} what={said.copyTransaction} /> : said.none },
      ]}
    />
  );
}

function DeliveryFacts({ order, words: { facts: said, totals } }: { order: OrderDetailView; words: OrderWords }) {
  const { buyer, address, fulfillmentTitle } = order;
  return (
    <FactList
      facts={[
        ...(buyer?.name ? [{ label: said.buyer, value: buyer.name }] : []),
        { label: said.email, value: buyer?.email ?? said.notGiven },
        { label: said.how, value: fulfillmentTitle === null ? said.notChosen : (totals[fulfillmentTitle] ?? fulfillmentTitle) },
        ...(address ? [{ label: said.address, value: addressText(address) }] : []),
        {
          label: said.publicPage,
          value: (
            <Link href={`/orders/${order.id}`} className="text-accent underline underline-offset-3">
              {said.orderPage}
            </Link>
          ),
        },
      ]}
    />
  );
}
