import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { FulfillmentList } from '@/components/merchant/orders/fulfillment-list';
import { OrderLines } from '@/components/merchant/orders/order-lines';
import { ReturnList } from '@/components/merchant/orders/return-list';
import { orderWords } from '@/components/merchant/orders/order-words';
import { PaymentPill, RefundPill, StagePill } from '@/components/merchant/orders/states';
import { PassSoon } from '@/components/order-pass/pass-soon';
import { OrderPass } from '@/components/order-pass/order-pass';
import { SAID } from '@/components/order-pass/words';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { LinkButton } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { tenantCtx } from '@/lib/entrance/page-ctx';
import { isUuid } from '@/lib/kernel/id';
import { loadReturns } from '@/lib/order-return';
import { loadOrderPermalink, type OrderPermalinkView } from '@/lib/order';
import { loadPass, opensPass, toLanguage } from '@/lib/order-pass';
import { PASS_COOKIE } from '@/lib/protocols/pass/pass-cookie';

export const metadata: Metadata = { title: 'Order', robots: { index: false } };

/** What became of the order, for the one who bought. */
const TELLS: Record<OrderPermalinkView['paymentStatus'], string> = {
  authorized: 'The order is placed and its payment is authorised.',
  captured: 'The order is placed and paid.',
  voided: 'The payment was voided. Nothing was charged.',
  expired: 'The payment was not taken in time. Nothing was charged.',
};

const STAGE_TELLS: Record<Exclude<OrderPermalinkView['stage'], 'confirmed' | 'canceled'>, string> = {
  processing: 'A part of the order is on its way.',
  shipped: 'The order is on its way.',
  completed: 'The order has arrived.',
};

function told({ stage, paymentStatus, refunded, total }: OrderPermalinkView): string {
  const isAllBack = refunded.amount === total.amount && total.amount > 0n;
  if (stage === 'canceled') return paymentStatus === 'captured' ? `The order was canceled.${isAllBack ? ' All of its money went back to the card.' : ''}` : 'The order was canceled. Nothing was charged.';
  return stage === 'confirmed' ? TELLS[paymentStatus] : STAGE_TELLS[stage];
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Who has an order's id may read it. One that is fetched is its pass; the secret of its mails, in a cookie, lets its customer act. */
export default async function OrderPage({ params, searchParams }: Props) {
  const [{ id: orderId }, { said, locale }] = [await params, await searchParams];
  if (!isUuid(orderId)) notFound();
  const ctx = tenantCtx({ orderId });
  const holdsSecret = opensPass(ctx, orderId, (await cookies()).get(PASS_COOKIE)?.value ?? '');
  const pass = await loadPass(ctx, orderId, { holdsSecret });
  if (pass === null) return <OrderPermalink ctx={ctx} orderId={orderId} />;
  const language = typeof locale === 'string' ? toLanguage(locale) : pass.language;
  return <OrderPass pass={{ ...pass, language }} holdsSecret={holdsSecret} said={SAID.find((known) => known === said) ?? null} now={ctx.clock.now()} />;
}

/** So long after an order its kitchen may not have heard of it. */
const FRESH_MS = 60_000;

/** The permalink of an order that is sent, of a merchant without a kitchen, or whose kitchen has not heard of it yet. */
async function OrderPermalink({ ctx, orderId }: { ctx: ReturnType<typeof tenantCtx>; orderId: string }) {
  const order = await loadOrderPermalink(ctx, orderId);
  if (order === null) notFound();
  const returns = await loadReturns(ctx, order.id);
  const mayGetPass = order.isPickup && ctx.clock.now().getTime() - order.createdAt.getTime() < FRESH_MS;
  const words = orderWords('en');
  return (
    <div className="mx-auto max-w-[560px] pt-8 sm:pt-12">
      {mayGetPass ? <PassSoon /> : null}
      <p className="text-muted">{order.merchantName}</p>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="tabular text-[24px]/8 font-semibold tracking-[-0.02em]">Order #{order.number}</h1>
        <PaymentPill order={order} words={words} />
        <RefundPill order={order} words={words} />
        <StagePill order={order} words={words} />
      </div>
      <p className="mt-1 text-muted">{told(order)}</p>
      <div className="mt-6"><OrderLines lines={order.lines} totals={order.totals} refunded={order.refunded} words={words} /></div>
      {order.fulfillments.length > 0 ? (
        <Section title="Delivery">
          <FulfillmentList fulfillments={order.fulfillments} words={words} />
        </Section>
      ) : null}
      {returns.length > 0 ? (
        <Section title="Returns">
          <ReturnList returns={returns} words={words} />
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
