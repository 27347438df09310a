import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { AuthorisationList } from '@/components/wallet/authorisation-list';
import { NewAuthorisation } from '@/components/wallet/new-authorisation';
import { listAgents } from '@/lib/agent';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { authorizationStatus, listAuthorizations } from '@/lib/spending';

export const metadata: Metadata = { title: 'Authorisations' };

export default async function AuthorisationsPage() {
  const { ctx, walletId } = await requireOwner('/wallet/policy/authorisations');
  const [agents, authorizations] = await Promise.all([listAgents(ctx, walletId), listAuthorizations(ctx, walletId)]);
  const now = ctx.clock.now();
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  const rows = authorizations.map((each) => ({ ...each, agentName: names.get(each.agentId) ?? 'An agent', status: authorizationStatus(each, now) }));
  const able = agents.filter(({ status, purchase }) => status !== 'revoked' && purchase === undefined);
  return (
    <>
      <PageHeader title="Authorisations" actions={<LinkButton href="/wallet/policy">Policy for all agents</LinkButton>}>
        What an agent may spend beyond its limits without asking you again. Rules that refuse still refuse.
      </PageHeader>
      <Section title="Authorise a purchase">
        {able.length > 0 ? (
          <NewAuthorisation agents={able.map(({ id, name }) => ({ id, name }))} />
        ) : (
          <EmptyState action={<LinkButton href="/wallet/agents/new">Create an agent</LinkButton>}>There is no agent to authorise yet.</EmptyState>
        )}
      </Section>
      <Section title="Made so far">
        {rows.length > 0 ? <AuthorisationList rows={rows} /> : <EmptyState>You have authorised nothing beyond your limits.</EmptyState>}
      </Section>
    </>
  );
}
