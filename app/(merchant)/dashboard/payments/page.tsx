import type { Metadata } from 'next';
import { PaymentActions } from '@/components/merchant/payments/payment-actions';
import { paymentWords } from '@/components/merchant/payments/payment-words';
import { OrderShareTable } from '@/components/merchant/payments/order-share-table';
import { PayoutTable } from '@/components/merchant/payments/payout-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { listOrderShares, listPayouts, loadPaymentHub } from '@/lib/payment-hub';
import type { CardAvailability } from '@/lib/ports';

export const metadata: Metadata = { title: 'Payments' };

const TONES = { available: 'success', needs_onboarding: 'muted', pending: 'warning', requires_action: 'danger' } as const satisfies Record<CardAvailability, string>;

export default async function PaymentsPage() {
  const { ctx, merchantId, uiLocale } = await requireConsole('/dashboard/payments', 'owner');
  const words = paymentWords(uiLocale);
  const [hub, payouts, shares] = await Promise.all([loadPaymentHub(ctx, merchantId), listPayouts(ctx, merchantId), listOrderShares(ctx, merchantId)]);
  const [label, said] = words.states[hub.availability];
  const { locale } = words;
  const facts = [
    [words.account, hub.accountId ?? words.none],
    [words.payouts, hub.payoutsEnabled ? words.on : words.off],
    [words.fee, `${(hub.feeBasisPoints / 100).toLocaleString(locale, { maximumFractionDigits: 2 })} %`],
    ...(hub.requirements.length > 0 ? [[words.asked, hub.requirements.join(', ')]] : []),
  ];
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title} mark={<StatusPill tone={TONES[hub.availability]}>{label}</StatusPill>}>{words.lead}</PageHeader>
      <section className="mt-6 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
        <p className="max-w-prose">{said}{hub.availability === 'available' ? null : ` ${words.walletsAnyway}`}</p>
        <PaymentActions locale={uiLocale} availability={hub.availability} hasAccount={hub.accountId !== null} isTest={hub.isTest} />
      </section>
      {hub.provider === 'simulator' ? <Notice tone="info" className="mt-4">{words.simulated}</Notice> : null}
      <h2 className="mt-8 text-[15px]/6 font-semibold">{words.facts}</h2>
      <dl className="mt-3 divide-y divide-border rounded-card border border-border bg-surface">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5"><dt className="text-muted">{name}</dt><dd className="min-w-0 wrap-anywhere">{value}</dd></div>
        ))}
        {hub.syncedAt ? <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5"><dt className="text-muted">{words.checked}</dt><dd><Time at={hub.syncedAt} locale={locale} /></dd></div> : null}
      </dl>
      <h2 className="mt-8 mb-3 text-[15px]/6 font-semibold">{words.paidOut}</h2>
      {payouts.length === 0 ? <EmptyState>{words.noPayouts}</EmptyState> : <PayoutTable payouts={payouts} words={words} locale={locale} />}
      <h2 className="mt-8 mb-3 text-[15px]/6 font-semibold">{words.cardOrders}</h2>
      {shares.length === 0 ? <EmptyState>{words.noCardOrders}</EmptyState> : <OrderShareTable shares={shares} words={words} locale={locale} />}
    </div>
  );
}
