import type { Metadata } from 'next';
import Link from 'next/link';
import { NewPassword } from '@/components/account/store-sign-in';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Choose a new password' };

export default function NewPasswordPage() {
  return (
    <TaskPage title="Choose a new password" lead="Everyone else is signed out of your account." foot={<Link href="/sign-in/store" className="text-accent underline underline-offset-3">Ask for another link</Link>}>
      <NewPassword />
    </TaskPage>
  );
}
