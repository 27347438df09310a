import type { Metadata } from 'next';
import Link from 'next/link';
import { MailLinkAction } from '@/components/account/mail-link-action';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Keep your email address' };

export default function UndoEmailPage() {
  return (
    <TaskPage
      title="Keep your email address"
      lead="This makes the address that the mail came to your wallet's again. Everyone is signed out, and your agents are paused."
      foot={
        <>
          It was you?{' '}
          <Link href="/sign-in" className="text-accent underline underline-offset-3">
            Leave it changed
          </Link>
        </>
      }
    >
      <MailLinkAction
        path="/api/account/email/undo"
        button="Undo the change"
        doneTitle="The address is yours again"
        done="Sign in with it, and remove passkeys that you do not know."
      />
    </TaskPage>
  );
}
