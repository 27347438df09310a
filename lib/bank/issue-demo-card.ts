import { randomInt } from 'node:crypto';
import { openAccount, transfer } from '@/lib/ledger';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { money, type Money } from '@/lib/kernel/money';
import { inTransaction, type Ctx, type IssuedCard } from '@/lib/ports';
import { CARD_BIN, type OwnBankId } from './banks';
import { availableAccount, fundingAccount, heldAccount } from './chart-of-accounts';
import { fundReference } from './references';
import { findCardOf, insertBankAccount, insertCard } from './store';

/** What a new owner's accounts start with: 5,000.00 in each currency. */
const OPENING_BALANCES: readonly Money[] = [money(500_000n, 'CAD'), money(500_000n, 'EUR')];

/**
 * Opens a person's accounts at a bank (the first, unless named), funds them once, and issues a card on them; in the caller's transaction. Asked again, also at the
 * same moment, it answers the same card and moves no money.
 */
export function issueDemoCard(ctx: Ctx, { userId, bank = 'maple' }: { userId: string; bank?: OwnBankId }): Promise<IssuedCard> {
  return inTransaction(ctx, async (ctx) => {
    for (const balance of OPENING_BALANCES) await openFundedAccount(ctx, { userId, bank }, balance);
    // The transfers above hold this person's accounts locked, so no other call is between these two lines.
    const earlier = await findCardOf(ctx.db, { userId, bank });
    if (earlier) return earlier;
    const now = ctx.clock.now();
    const card: IssuedCard = { cardId: newId('bankCard', now.getTime()), brand: 'visa', bin: CARD_BIN[bank], last4: String(randomInt(10_000)).padStart(4, '0') };
    await insertCard(ctx.db, { ...card, userId, bank, status: 'active', outcome: 'approves', authentication: 'none', createdAt: now });
    return card;
  });
}

async function openFundedAccount(ctx: Ctx, { userId, bank }: { userId: string; bank: OwnBankId }, { amount, currency }: Money): Promise<void> {
  const [available, held, funding] = [availableAccount(bank, userId, currency), heldAccount(bank, userId, currency), fundingAccount(bank, currency)];
  for (const account of [available, held, funding]) await openAccount(ctx, account);
  const now = ctx.clock.now();
  await insertBankAccount(ctx.db, {
    id: newId('bankAccount', now.getTime()), userId, bank, currency, availableAccountId: available.id, heldAccountId: held.id, createdAt: now,
  });
  const funded = await transfer(ctx, {
    kind: 'fund', debitAccountId: funding.id, creditAccountId: available.id, amount, currency, reference: fundReference(bank, userId, currency),
  });
  invariant(funded.ok, 'a funding account may go below zero');
}
