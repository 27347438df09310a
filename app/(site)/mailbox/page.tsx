import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LinkedText } from '@/components/site/linked-text';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { pageCtx } from '@/lib/entrance/page-ctx';
import { loadMailbox } from '@/lib/entrance/mailbox';

export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } };

/** What providers of mail and text messages would have sent. On the embedded database only: elsewhere this page does not exist. */
export default async function MailboxPage() {
  const { ctx } = await pageCtx();
  if (!ctx.settings.embeddedDatabase) notFound();
  const mails = await loadMailbox(ctx);
  return (
    <div className="max-w-[720px] pt-8 sm:pt-12">
      <PageHeader title="Mailbox">
        {ctx.settings.mailProvider === 'noop'
          ? 'Mail and text messages that this server would have sent. They stay here while no provider is connected.'
          : 'Text messages that this server would have sent. Mail goes out.'}
      </PageHeader>
      <div className="mt-6">
        {mails.length === 0 ? (
          <EmptyState>No mail yet.</EmptyState>
        ) : (
          <ul className="divide-y divide-border rounded-card border border-border bg-surface">
            {mails.map((mail) => (
              <li key={mail.id} className="px-4 py-4 sm:px-5">
                <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <h2 className="font-medium wrap-anywhere">{mail.subject ?? 'Text message'}</h2>
                  <Time at={mail.at} className="tabular text-[13px]/5 text-muted" />
                </div>
                <p className="text-[13px]/5 text-muted wrap-anywhere">to {mail.recipient}</p>
                <div className="mt-2 whitespace-pre-line wrap-anywhere">
                  <LinkedText text={mail.text} />
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
