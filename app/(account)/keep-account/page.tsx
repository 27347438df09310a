import type { Metadata } from 'next';
import Link from 'next/link';
import { MailLinkAction } from '@/components/account/mail-link-action';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Keep your account' };

export default function KeepAccountPage() {
  return (
    <TaskPage
      title="Keep your account"
      lead="This stops its deletion. Your agents stay revoked: make new ones when you are back."
      foot={
        <>
          You can also{' '}
          <Link href="/sign-in?callbackUrl=/wallet/security" className="text-accent underline underline-offset-3">
            sign in
          </Link>{' '}
          and keep it there.
        </>
      }
    >
      <MailLinkAction path="/api/account/deletion/keep" button="Keep your account" doneTitle="Your account stays" done="Sign in as before. Nothing is erased." />
    </TaskPage>
  );
}
