import type { Metadata } from 'next';
import Link from 'next/link';
import { AcceptInvitation } from '@/components/account/store-sign-in';
import { TaskPage } from '@/components/site/shell';
import { loadInvitation } from '@/lib/console';
import { pageCtx } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { ctx } = await pageCtx();
  const invitation = await loadInvitation(ctx, token);
  const foot = <Link href="/sign-in/store" className="text-accent underline underline-offset-3">Sign in to your store</Link>;
  if (!invitation) return <TaskPage title="This invitation does not hold" lead="It was used, taken back, or is older than a week. Ask for another one." foot={foot}>{null}</TaskPage>;
  return (
    <TaskPage title={`Work at ${invitation.merchantName}`} lead={`As ${invitation.role}, with the address ${invitation.email}.`} foot={foot}>
      <AcceptInvitation token={token} hasAccount={invitation.hasAccount} />
    </TaskPage>
  );
}
