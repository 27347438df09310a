import type { Metadata } from 'next';
import { ownPath } from '@/components/account/own-path';
import { OperatorSignIn } from '@/components/ops/operator-sign-in';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Operators' };

export default async function OperatorSignInPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string | string[] }> }) {
  const { callbackUrl } = await searchParams;
  return (
    <TaskPage title="Operators" lead="Of this installation: its queues, its books, and every purchase." foot="The key is OPERATOR_API_KEY, or stands in demo.json.">
      <OperatorSignIn destination={ownPath(typeof callbackUrl === 'string' ? callbackUrl : undefined, '/ops')} />
    </TaskPage>
  );
}
