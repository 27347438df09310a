import type { Metadata } from 'next';
import Link from 'next/link';
import { Recover } from '@/components/account/recover';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Recover your passkey' };

export default function RecoverPage() {
  return (
    <TaskPage
      title="Recover your passkey"
      lead="A new passkey takes 24 hours. Your agents are paused meanwhile."
      foot={
        <>
          Found it?{' '}
          <Link href="/sign-in" className="text-accent underline underline-offset-3">
            Sign in
          </Link>
        </>
      }
    >
      <Recover />
    </TaskPage>
  );
}
