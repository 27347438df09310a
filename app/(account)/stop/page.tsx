import type { Metadata } from 'next';
import Link from 'next/link';
import { StopAgents } from '@/components/account/stop-agents';
import { TaskPage } from '@/components/site/shell';

export const metadata: Metadata = { title: 'Stop all agents', robots: { index: false } };

export default function StopPage() {
  return (
    <TaskPage
      title="Stop all agents"
      lead="For when something looks wrong. You need not be signed in."
      foot={
        <>
          Want to look first?{' '}
          <Link href="/wallet" className="text-accent underline underline-offset-3">
            Open your wallet
          </Link>
        </>
      }
    >
      <StopAgents />
    </TaskPage>
  );
}
