import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { SimulatedOnboarding } from '@/components/merchant/payments/payment-actions';
import { paymentWords } from '@/components/merchant/payments/payment-words';
import { PageHeader } from '@/components/ui/page-header';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { loadPaymentHub } from '@/lib/payment-hub';
import { CARD_AVAILABILITIES } from '@/lib/ports';

export const metadata: Metadata = { title: 'Payments' };

/** Where the simulator's account links lead. */
export default async function SimulatedOnboardingPage() {
  const { ctx, merchantId, uiLocale } = await requireConsole('/dashboard/payments/onboarding', 'owner');
  const { provider, accountId } = await loadPaymentHub(ctx, merchantId);
  if (provider !== 'simulator' || accountId === null) redirect('/dashboard/payments');
  const words = paymentWords(uiLocale);
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.onboarding}>{words.onboardingLead}</PageHeader>
      <SimulatedOnboarding locale={uiLocale} states={CARD_AVAILABILITIES} />
      <p className="mt-4"><Link href="/dashboard/payments" className="text-accent underline underline-offset-3">{words.back}</Link></p>
    </div>
  );
}
