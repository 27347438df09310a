import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { AcceptInvitation } from '@/components/wallet/accept-invitation';
import { pageCtx, requireOwner } from '@/lib/entrance/page-ctx';
import { findInvitation } from '@/lib/second-approval';

export const metadata: Metadata = { title: 'Sign second', robots: { index: false } };

/** The link of an invitation. It is found by its secret alone; accepting it looks at who is signed in. */
export default async function SecondApproverPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token: given } = await searchParams;
  const token = typeof given === 'string' ? given : '';
  await requireOwner(`/wallet/second-approver?token=${encodeURIComponent(token)}`);
  const invitation = await findInvitation((await pageCtx()).ctx, token);
  return (
    <>
      <PageHeader title="Sign second">Two people sign larger purchases of an owner&apos;s agents: the owner, and one more.</PageHeader>
      {invitation === null ? (
        <div className="mt-6 space-y-3">
          <Notice title="There is no such invitation">It was accepted, taken back, or has run out. Ask for a new one.</Notice>
          <LinkButton href="/wallet">Back to your wallet</LinkButton>
        </div>
      ) : (
        <Card className="mt-6 space-y-3 p-4 sm:p-5">
          <p className="wrap-anywhere">
            <span className="font-medium">{invitation.ownerName}</span> asks {invitation.email} to sign second.
          </p>
          <p className="text-muted">You will see the purchases that need you, and nothing else of theirs. Either of you can decline.</p>
          <AcceptInvitation token={token} />
        </Card>
      )}
    </>
  );
}
