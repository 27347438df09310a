import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { buttonLook } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { PrintButton } from '@/components/ui/print-button';
import { loadQrKit } from '@/lib/console';
import { requireConsole } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'QR codes' };

export default async function QrKitPage() {
  const { ctx, merchantId, uiLocale } = await requireConsole('/dashboard/qr-kit', 'manager');
  const words = consoleWords(uiLocale).qr;
  const { storeName, storefrontUrl, status, placements } = await loadQrKit(ctx, merchantId);
  const actions = <div className="flex flex-wrap gap-2 print:hidden"><a href="/merchant/qr-kit/svg" download="store.svg" className={buttonLook({})}>{words.download}</a><PrintButton>{words.print}</PrintButton></div>;
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title} actions={actions}>{words.lead} {storefrontUrl}</PageHeader>
      {status === 'draft' ? <Notice tone="warning" className="mt-6 print:hidden">{words.draft}</Notice> : null}
      <ul className="mt-6 grid gap-6 sm:grid-cols-2">
        {placements.map(({ id, codeMm }) => (
          <li key={id} className="rounded-card border border-border bg-surface p-5 text-center print:break-inside-avoid">
            <p className="font-semibold">{words.placements[id][0]}</p>
            <p className="text-[13px]/5 text-muted print:hidden">{words.placements[id][1]}</p>
            <img src="/merchant/qr-kit/svg" alt={`${words.code} ${storeName}`} style={{ width: `${codeMm}mm`, maxWidth: '100%' }} className="mx-auto my-3" />
            <p className="font-medium">{storeName}</p>
            <p className="text-[13px]/5 text-muted">{words.scan}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
