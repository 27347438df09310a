import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { InvitationList, InviteForm, MemberList } from '@/components/merchant/staff-lists';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { listInvitations, listMembers } from '@/lib/console';
import { requireConsole } from '@/lib/entrance/page-ctx';

export const metadata: Metadata = { title: 'People' };

export default async function StaffPage() {
  const { ctx, merchantId, userId, uiLocale: locale } = await requireConsole('/dashboard/staff', 'owner');
  const words = consoleWords(locale).staff;
  const [members, invitations] = await Promise.all([listMembers(ctx, merchantId), listInvitations(ctx, merchantId)]);
  return (
    <div lang={locale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <Section title={words.members}><MemberList locale={locale} members={members} ownId={userId} /></Section>
      <Section title={words.invitations}>{invitations.length === 0 ? <EmptyState>{words.none}</EmptyState> : <InvitationList locale={locale} invitations={invitations} now={ctx.clock.now()} />}</Section>
      <Section title={words.invite}><InviteForm locale={locale} /></Section>
    </div>
  );
}
