import { openAccount } from '@/lib/ledger';
import { newId } from '@/lib/kernel/id';
import type { Currency } from '@/lib/kernel/money';
import { inTransaction, type Ctx } from '@/lib/ports';
import { creditAccount, heldAccount } from './chart-of-accounts';
import { insertBankAccount, insertCard } from './store';
import { behaviourOf, type CardAuthentication } from './test-cards';

export type OpenExternalCard = {
  /** Looked at and not kept. */
  readonly number: string;
  readonly brand: string;
  readonly bin: string;
  readonly last4: string;
  readonly currency: Currency;
  /** The issuer asks the holder, also where it would not by itself. */
  readonly reviewed: boolean;
};

/**
 * Opens a card of the issuer that stands for all who issue elsewhere, with an account on credit in one currency; in the caller's
 * transaction. Every call opens another: the simulated issuer keeps no numbers, so it cannot tell that two are the same.
 */
export function openExternalCard(ctx: Ctx, given: OpenExternalCard): Promise<{ readonly cardId: string; readonly authentication: CardAuthentication }> {
  return inTransaction(ctx, async (ctx) => {
    const { number, brand, bin, last4, currency } = given;
    const now = ctx.clock.now();
    const { outcome, authentication: asked } = behaviourOf(number);
    const authentication = given.reviewed && asked === 'none' ? 'challenge' : asked;
    const cardId = newId('bankCard', now.getTime());
    // Its holder is nobody that we know: the card stands for them.
    const userId = cardId;
    const [credit, held] = [creditAccount(userId, currency), heldAccount('external', userId, currency)];
    await Promise.all([
      openAccount(ctx, credit),
      openAccount(ctx, held),
      insertBankAccount(ctx.db, {
        id: newId('bankAccount', now.getTime()), userId, bank: 'external', currency, availableAccountId: credit.id, heldAccountId: held.id, createdAt: now,
      }),
      insertCard(ctx.db, { cardId, brand, bin, last4, userId, bank: 'external', status: 'active', outcome, authentication, createdAt: now }),
    ]);
    return { cardId, authentication };
  });
}
