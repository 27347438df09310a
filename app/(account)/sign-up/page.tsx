import type { Metadata } from 'next';
import Link from 'next/link';
import { ownPath } from '@/components/account/own-path';
import { SignUpForm } from '@/components/account/sign-up-form';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Create a wallet' };

const HOME = '/wallet';

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string | string[] }> }) {
  const { callbackUrl } = await searchParams;
  const destination = ownPath(typeof callbackUrl === 'string' ? callbackUrl : undefined, HOME);
  return (
    <TaskPage
      title="Create a wallet"
      lead="For you, and for the agents that buy on your behalf."
      foot={
        <>
          <p>
            Have one already?{' '}
            <Link href={destination === HOME ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(destination)}`} className="text-accent underline underline-offset-3">
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
      <SignUpForm destination={destination} />
    </TaskPage>
  );
}
