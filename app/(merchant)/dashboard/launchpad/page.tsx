import type { Metadata } from 'next';
import Link from 'next/link';
import { consoleWords } from '@/components/merchant/console-words';
import { LiveSwitch, NameForm } from '@/components/merchant/launchpad-actions';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { loadLaunchpad, type CheckId } from '@/lib/console';
import { requireConsole } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'Launchpad' };

/** Where each step is done; null where it is done elsewhere. */
const WHERE: Record<CheckId, string | null> = {
  email: null, profile: null, menu: '/dashboard/menu', payments: '/dashboard/payments', name: '/dashboard/workspace', address: '/dashboard/workspace', phone: '/dashboard/workspace', hours: '/dashboard/workspace#hours', legal: '/dashboard/workspace#legal',
};

export default async function LaunchpadPage() {
  const { ctx, merchantId, uiLocale, role } = await requireConsole('/dashboard/launchpad', 'manager');
  const words = consoleWords(uiLocale);
  const { checklist, workspace } = await loadLaunchpad(ctx, merchantId);
  const isLive = workspace.status === 'live';
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.launchpad.title} mark={<StatusPill tone={isLive ? 'success' : 'muted'}>{isLive ? words.launchpad.live : words.launchpad.draft}</StatusPill>}>{words.launchpad.lead}</PageHeader>
      {checklist.some(({ id, done }) => id === 'profile' && !done) ? <NameForm locale={uiLocale} /> : null}
      <ul className="mt-6 divide-y divide-border rounded-card border border-border bg-surface">
        {checklist.map(({ id, done, required }) => {
          const [label, reason] = words.checks[id];
          const where = id === 'payments' && role !== 'owner' ? null : WHERE[id];
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5">
              <div className="min-w-0">
                <p className="font-medium">{label}</p>
                {done ? null : <p className="text-[13px]/5 text-muted">{reason}{where ? <> <Link href={where} aria-label={`${words.launchpad.mend}: ${label}`} className="text-accent underline underline-offset-3">{words.launchpad.mend}</Link></> : null}</p>}
              </div>
              <StatusPill tone={done ? 'success' : required ? 'warning' : 'muted'}>{done ? words.launchpad.done : required ? words.launchpad.missing : words.launchpad.optional}</StatusPill>
            </li>
          );
        })}
      </ul>
      <p className="mt-4 text-muted wrap-anywhere">{isLive ? words.launchpad.liveAt : words.launchpad.address} {new URL(`/${workspace.handle}`, ctx.settings.publicOrigin).href}</p>
      <LiveSwitch locale={uiLocale} status={workspace.status} ready={checklist.every(({ required, done }) => done || !required)} />
    </div>
  );
}
