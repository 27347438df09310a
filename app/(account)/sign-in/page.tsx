import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ownPath } from '@/components/account/own-path';
import { SignInForm } from '@/components/account/sign-in-form';
import { SignOutButton } from '@/components/account/sign-out-button';
import { homeOf } from '@/components/site/home-of';
import { TaskPage } from '@/components/site/shell';
import { Notice } from '@/components/ui/notice';
import { currentSession } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'Sign in' };

/** After a sign-in without another destination this page is read again, and knows where its reader belongs. */
const SELF = '/sign-in';

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string | string[] }> }) {
  const { callbackUrl } = await searchParams;
  const destination = ownPath(typeof callbackUrl === 'string' ? callbackUrl : undefined, SELF);
  const session = await currentSession();
  const home = homeOf(session);
  if (home && destination === SELF) redirect(home.href);
  return (
    <TaskPage
      title="Sign in"
      foot={
        <>
          New here?{' '}
          <Link href={destination === SELF ? '/sign-up' : `/sign-up?callbackUrl=${encodeURIComponent(destination)}`} className="text-accent underline underline-offset-3">
            Create a wallet
          </Link>
          {' · '}
          <Link href="/sign-in/store" className="text-accent underline underline-offset-3">
            Your store
          </Link>
          {' · '}
          <Link href="/recover" className="text-accent underline underline-offset-3">
            Lost your passkey?
          </Link>
        </>
      }
    >
      {session ? (
        // Signed in, and still sent here: the page that was asked for belongs to another kind of account.
        <Notice tone="warning" title="That page is not open to this account" className="mb-6">
          You are signed in as {session.displayName}. Sign in with another account below
          {home ? (
            <>
              , or go to{' '}
              <Link href={home.href} className="underline underline-offset-3">
                your {home.label.toLowerCase()}
              </Link>
            </>
          ) : null}
          .
          <div className="mt-1">
            <SignOutButton />
          </div>
        </Notice>
      ) : null}
      <SignInForm destination={destination} />
    </TaskPage>
  );
}
