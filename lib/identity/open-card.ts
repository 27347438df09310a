import { requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { giveDemoCard } from './create-user';
import { listCards, lockWallet } from './store';

type Owner = { readonly userId: string; readonly walletId: string };

/** The new card, waiting for its owner's word. */
type NewCard = { readonly bank: string };
const SUBJECT = 'new_card';

/** In deployment a card comes from a real issuer: nobody opens one here. */
export type OpenCardError = { readonly code: 'cards_not_offered' };

/**
 * A further card is something more that agents may pay with, so it waits for the owner's passkey (rules.md, Widening). Answers what the
 * passkey must sign. `bank`: one at which the owner has none.
 */
export const requestCard = (ctx: Ctx, { walletId, bank }: Owner & NewCard): Promise<Result<ConfirmationRequest, OpenCardError>> =>
  inTransaction<Ctx, Result<ConfirmationRequest, OpenCardError>>(ctx, async (tx) => {
    if (!tx.settings.embeddedDatabase) return err({ code: 'cards_not_offered' });
    await lockWallet(tx.db, walletId);
    const before = (await listCards(tx.db, walletId)).map(({ brand, last4 }) => ({ brand, last4 }));
    const signed = { type: 'new_card', before: { cards: before }, after: { cards: [...before, { bank }] } };
    return ok(await requestConfirmation(tx, { walletId, subject: SUBJECT, signed, after: { bank } }));
  });

/** Opens the card that waits, funded, and keeps it in the wallet; once, under the owner's passkey. */
export const confirmCard = (ctx: Ctx, { userId, walletId, assertion }: Owner & { assertion: unknown }): Promise<Result<{ cardId: string }, ConfirmationError>> =>
  inTransaction<Ctx, Result<{ cardId: string }, ConfirmationError>>(ctx, async (tx) => {
    await lockWallet(tx.db, walletId);
    const taken = await takeConfirmed<NewCard>(tx, { walletId, subject: SUBJECT, assertion });
    if (!taken.ok) return taken;
    const methodId = await giveDemoCard(tx, { userId, walletId, bank: taken.value.after.bank });
    const card = (await listCards(tx.db, walletId)).find(({ id }) => id === methodId);
    invariant(card, 'the card that was opened is in the wallet');
    await record(tx, { of: { walletId }, kind: 'card.added', actor: 'owner', subject: card.cardId, detail: { last4: card.last4 } });
    return ok({ cardId: card.cardId });
  });
