import type { Metadata } from 'next';
import Link from 'next/link';
import { SignUpForm } from '@/components/account/sign-up-form';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Create a wallet' };

export default function SignUpPage() {
  return (
    <TaskPage
      title="Create a wallet"
      lead="For you, and for the agents that buy on your behalf."
      foot={
        <>
          <p>
            Have one already?{' '}
            <Link href="/sign-in" className="text-accent underline underline-offset-3">
              Sign in
            </Link>
          </p>
          <p className="mt-3 text-[13px]/5">
            By creating a wallet you accept the{' '}
            <Link href="/terms" className="underline underline-offset-3">
              terms
            </Link>{' '}
            and the{' '}
            <Link href="/privacy" className="underline underline-offset-3">
              privacy notice
            </Link>
            .
          </p>
        </>
      }
    >
      <SignUpForm />
    </TaskPage>
  );
}
