import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { OrderLines } from '@/components/merchant/order-lines';
import { ReturnList } from '@/components/merchant/return-list';
import { PAYMENT, refundWord } from '@/components/merchant/words';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { LinkButton } from '@/components/ui/button';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { tenantCtx } from '@/lib/entrance/page-ctx';
import { isUuid } from '@/lib/kernel/id';
import { loadReturns } from '@/lib/order-return';
import { loadOrderPermalink, type OrderPermalinkView } from '@/lib/order';

export const metadata: Metadata = { title: 'Order', robots: { index: false } };

/** What became of the order, for the one who bought. */
const TELLS: Record<OrderPermalinkView['paymentStatus'], string> = {
  authorized: 'The order is placed and its payment is authorised.',
  captured: 'The order is placed and paid.',
  voided: 'The payment was voided. Nothing was charged.',
  expired: 'The payment was not taken in time. Nothing was charged.',
};

/** The order's permalink: who has its id may read it. */
export default async function OrderPermalinkPage({ params }: { params: Promise<{ id: string }> }) {
  const orderId = (await params).id;
  if (!isUuid(orderId)) notFound();
  const ctx = tenantCtx({ orderId });
  const order = await loadOrderPermalink(ctx, orderId);
  if (order === null) notFound();
  const returns = await loadReturns(ctx, order.id);
  const { text, tone } = PAYMENT[order.paymentStatus];
  const refund = refundWord({ refunded: order.refunded, total: order.total });
  return (
    <div className="mx-auto max-w-[560px] pt-8 sm:pt-12">
      <p className="text-muted">{order.merchantName}</p>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="tabular text-[24px]/8 font-semibold tracking-[-0.02em]">Order #{order.number}</h1>
        <StatusPill tone={tone}>{text}</StatusPill>
        {refund ? <StatusPill tone={refund.tone}>{refund.text}</StatusPill> : null}
        {order.status === 'canceled' ? <StatusPill tone="danger">Canceled</StatusPill> : null}
      </div>
      <p className="mt-1 text-muted">{order.status === 'canceled' ? 'The order was canceled.' : TELLS[order.paymentStatus]}</p>
      <div className="mt-6"><OrderLines lines={order.lines} totals={order.totals} refunded={order.refunded} /></div>
      {returns.length > 0 ? (
        <Section title="Returns">
          <ReturnList returns={returns} />
        </Section>
      ) : null}
      <div className="mt-3">
        <FactList
          facts={[
            { label: 'Placed', value: <Time at={order.createdAt} /> },
            ...(order.fulfillmentTitle ? [{ label: 'Delivery', value: order.fulfillmentTitle }] : []),
            { label: 'Order id', value: <CopyId id={order.id} what="order id" /> },
          ]}
        />
      </div>
      <div className="mt-6"><LinkButton href="/returns">Returns</LinkButton></div>
    </div>
  );
}
