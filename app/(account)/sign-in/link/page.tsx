import type { Metadata } from 'next';
import Link from 'next/link';
import { MagicLink } from '@/components/account/store-sign-in';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Sign in by link' };

export default function SignInLinkPage() {
  return (
    <TaskPage title="Sign in by link" lead="The link works once." foot={<Link href="/sign-in/store" className="text-accent underline underline-offset-3">Ask for another link</Link>}>
      <MagicLink />
    </TaskPage>
  );
}
