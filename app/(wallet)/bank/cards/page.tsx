import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CardControls } from '@/components/bank/card-controls';
import { OpenCard } from '@/components/bank/open-card';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { TableSkeleton } from '@/components/ui/skeleton';
import { toCardForm } from '@/components/bank/card-form';
import { BANK_NAME, listCards, loadStatement, OWN_BANKS } from '@/lib/bank';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Cards' };

export default async function CardsPage() {
  const { ctx, userId } = await requireOwner('/bank/cards');
  return (
    <>
      <PageHeader title="Cards" actions={<LinkButton href="/bank">Statement</LinkButton>}>
        What your cards may do, and how far agents may use them. The bank holds to it at every purchase; your wallet knows it beforehand and asks you.
      </PageHeader>
      <div className="mt-6">
        <Suspense fallback={<TableSkeleton rows={4} label="Reading your cards" />}>
          <Cards ctx={ctx} userId={userId} />
        </Suspense>
      </div>
    </>
  );
}

async function Cards({ ctx, userId }: { ctx: Ctx; userId: string }) {
  const [cards, { accounts }] = await Promise.all([listCards(ctx, { userId }), loadStatement(ctx, { userId })]);
  const closed = ctx.settings.embeddedDatabase ? OWN_BANKS.filter((bank) => !cards.some((card) => card.bank === bank)) : [];
  if (cards.length + closed.length === 0) return <EmptyState>You have no card at a bank here.</EmptyState>;
  return (
    <ul className="space-y-6">
      {cards.map((card) => (
        <li key={card.id}>
          <CardControls card={toCardForm(card, BANK_NAME[card.bank], accounts.filter(({ bank }) => bank === card.bank).map(({ currency }) => currency))} />
        </li>
      ))}
      {closed.map((bank) => (
        <li key={bank}>
          <OpenCard bankName={BANK_NAME[bank]} />
        </li>
      ))}
    </ul>
  );
}
