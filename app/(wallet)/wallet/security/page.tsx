import type { Metadata } from 'next';
import Link from 'next/link';
import { AddPasskey } from '@/components/account/add-passkey';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { RecoveryBanner } from '@/components/account/recovery-banner';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadSecurityView, type PasskeyView } from '@/lib/identity';

export const metadata: Metadata = { title: 'Security' };

export default async function SecurityPage() {
  const { ctx, userId, sessionId } = await requireOwner('/wallet/security');
  const { passkeys, recovery } = await loadSecurityView(ctx, { userId, sessionId });
  return (
    <>
      <PageHeader title="Security">What signs for you, and what happens when you lose it.</PageHeader>
      {recovery ? <RecoveryBanner recovery={recovery} /> : null}
      <Section title="Passkeys">
        {passkeys.length > 0 ? (
          <>
            <ul className="divide-y divide-border rounded-card border border-border bg-surface">
              {passkeys.map((passkey) => (
                <PasskeyRow key={passkey.id} passkey={passkey} />
              ))}
            </ul>
            <div className="mt-4">
              <AddPasskey />
            </div>
          </>
        ) : (
          <EmptyState action={<EnrolPasskey />}>There is no passkey yet. Without one you cannot approve purchases.</EmptyState>
        )}
      </Section>
      <Section title="If you lose your passkey">
        <p className="max-w-[60ch] text-muted">
          A link in your mail replaces all passkeys after 24 hours. Your agents are paused at once, and you can cancel at any time.{' '}
          <Link href="/recover" className="text-accent underline underline-offset-3">
            Recover your passkey
          </Link>
        </p>
      </Section>
    </>
  );
}

function PasskeyRow({ passkey }: { passkey: PasskeyView }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-4 py-3 sm:px-5">
      <span className="font-medium">{passkey.label}</span>
      <span className="tabular text-[13px]/5 text-muted">
        Added <Time at={passkey.createdAt} dateOnly />
        {' · '}
        {passkey.lastUsedAt ? (
          <>
            Last used <Time at={passkey.lastUsedAt} />
          </>
        ) : (
          'Never used to sign'
        )}
      </span>
    </li>
  );
}
