import type { Metadata } from 'next';
import Link from 'next/link';
import { StoreSignIn } from '@/components/account/store-sign-in';
import { TaskPage } from '@/components/site/shell';
import { Notice } from '@/components/ui/notice';

export const metadata: Metadata = { title: 'Your store' };

const FAULTS: Readonly<Record<string, string>> = {
  google: 'The sign-in with Google was not completed. Try again, or use another way.',
  google_unverified: 'Google does not vouch for that address. Use another way to sign in.',
  google_wallet: 'That address has a wallet: sign in with its password or passkey.',
};

export default async function StoreSignInPage({ searchParams }: { searchParams: Promise<{ error?: string | string[] }> }) {
  const { error } = await searchParams;
  const fault = typeof error === 'string' ? FAULTS[error] : undefined;
  return (
    <TaskPage title="Your store" lead="Sign in, or open a new one." foot={<Link href="/sign-in" className="text-accent underline underline-offset-3">Sign in to a wallet</Link>}>
      {fault === undefined ? null : <Notice tone="warning" className="mb-4">{fault}</Notice>}
      <StoreSignIn />
    </TaskPage>
  );
}
