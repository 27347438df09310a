import type { Metadata } from 'next';
import Link from 'next/link';
import { AddPasskey } from '@/components/account/add-passkey';
import { DeleteAccount, DeletionBanner } from '@/components/account/delete-account';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { PasskeyForm } from '@/components/account/passkey-form';
import { PasskeyList } from '@/components/account/passkey-list';
import { RecoveryBanner } from '@/components/account/recovery-banner';
import { SessionList } from '@/components/account/session-list';
import { buttonLook } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Field, SelectField } from '@/components/ui/field';
import { PageHeader } from '@/components/ui/page-header';
import { findOpenDeletion } from '@/lib/account';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadSecurityView, type SecurityView } from '@/lib/identity';
import { listTimeZones } from '@/lib/kernel/time-zone';
import { getCalendar } from '@/lib/spending';

export const metadata: Metadata = { title: 'Security' };

export default async function SecurityPage() {
  const { ctx, userId, sessionId, walletId } = await requireOwner('/wallet/security');
  const [view, { timeZone }, deletion] = await Promise.all([
    loadSecurityView(ctx, { userId, sessionId }),
    getCalendar(ctx, walletId),
    findOpenDeletion(ctx, walletId),
  ]);
  const hasPasskey = view.passkeys.length > 0;
  return (
    <>
      <PageHeader title="Security">What signs for you, where you are signed in, and what your account is reached by.</PageHeader>
      {deletion ? <DeletionBanner eraseAt={deletion.eraseAt} /> : null}
      {view.recovery ? <RecoveryBanner recovery={view.recovery} /> : null}
      <Section title="Passkeys">
        {hasPasskey ? (
          <>
            <PasskeyList passkeys={view.passkeys} />
            <div className="mt-4">
              <AddPasskey />
            </div>
          </>
        ) : (
          <EmptyState action={<EnrolPasskey />}>There is no passkey yet. Without one you cannot approve purchases.</EmptyState>
        )}
      </Section>
      <Section title="Signed in">
        <SessionList sessions={view.sessions} />
      </Section>
      {hasPasskey ? (
        <>
          <EmailSection view={view} />
          <TimeZoneSection timeZone={timeZone} />
        </>
      ) : null}
      <Section title="If you lose your passkey">
        <p className="max-w-[60ch] text-muted">
          A link in your mail replaces all passkeys after 24 hours. Your agents are paused at once, and you can cancel at any time.{' '}
          <Link href="/recover" className="text-accent underline underline-offset-3">
            Recover your passkey
          </Link>
        </p>
      </Section>
      <Section title="Your data">
        <p className="mb-3 max-w-[60ch] text-muted">Everything that is kept of you in one file: profile, agents, limits, rules, payments, approvals, mandates, orders and your bank's book.</p>
        <a href="/api/account/export" download className={buttonLook({}, 'max-sm:w-full')}>
          Download your data
        </a>
      </Section>
      {hasPasskey && !deletion ? (
        <Section title="Delete your account">
          <DeleteAccount />
        </Section>
      ) : null}
    </>
  );
}

function EmailSection({ view: { email, emailVerified, waitingEmail } }: { view: SecurityView }) {
  return (
    <Section title="Email address" aside={emailVerified ? 'Confirmed' : 'Not confirmed yet'}>
      <p className="mb-3 wrap-anywhere">
        {email}
        {waitingEmail ? <span className="text-muted"> · changes to {waitingEmail} once you open the link that we sent there</span> : null}
      </p>
      <PasskeyForm path="/api/account/email" submit="Change address with passkey" done="Open the link in the mail that we sent to the new address, in this browser.">
        <Field label="New address" name="email" type="email" autoComplete="email" required hint="The old address is told, and can undo it for a week." />
      </PasskeyForm>
    </Section>
  );
}

function TimeZoneSection({ timeZone }: { timeZone: string }) {
  const options = listTimeZones(timeZone).map((value) => ({ value, text: value.replaceAll('_', ' ') }));
  return (
    <Section title="Time zone">
      <PasskeyForm path="/api/account/time-zone" submit="Change zone with passkey" done="Saved. It applies from the next day, week and month on.">
        <SelectField
          key={timeZone}
          label="Days, weeks and months of your limits end by"
          name="time_zone"
          defaultValue={timeZone}
          options={options}
          hint="A change applies from the next window: what is under way ends by the zone before."
        />
      </PasskeyForm>
    </Section>
  );
}
