import { requestConfirmation, dropWaiting, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { encodeJson } from '@/lib/db';
import { money, toDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx, type TrailDetail } from '@/lib/ports';
import { decideCardWidening, type CardWidening } from './decide-card-widening';
import { lockOwnCard, selectCards, writeControls } from './store';
import type { Card, CardControls, CardLimit } from './types';

/** Undefined fields are left as they are; a limit replaces the card's limit in its currency. */
export type CardPatch = { readonly [K in keyof CardControls]?: CardControls[K] | undefined };

export type CardError = { readonly code: 'card_not_found' };

export type SetCardControlsError =
  | CardError
  /** Nothing was changed: the whole change waits for confirmCardControls. */
  | { readonly code: 'widening_needs_confirmation'; readonly widening: readonly CardWidening[]; readonly mandate: ConfirmationRequest };

type OwnCard = { readonly walletId: string; readonly userId: string; readonly cardId: string };

/** A person's cards with what each may do, the oldest first. */
export const listCards = (ctx: Ctx, { userId }: { userId: string }): Promise<Card[]> => selectCards(ctx.db, userId);

/**
 * Changes what a card may do. Freezing, closing it to agents and lower limits hold from the next authorisation on, and drop a widening that
 * still waited; whatever lets it do more waits for the owner's passkey, the whole change together. Another's card is as unknown as none.
 */
export const setCardControls = (ctx: Ctx, command: OwnCard & { patch: CardPatch }): Promise<Result<Card, SetCardControlsError>> =>
  inTransaction<Ctx, Result<Card, SetCardControlsError>>(ctx, async (tx) => {
    const { walletId, cardId, patch } = command;
    const card = await lockOwnCard(tx.db, command);
    if (!card) return err({ code: 'card_not_found' });
    const [before, after] = [toControls(card), applyPatch(card, patch)];
    if (encodeJson(before) === encodeJson(after)) return ok(card);
    const widening = decideCardWidening(before, after);
    if (widening.length > 0) {
      const signed = { type: 'bank_card', cardId, last4: card.last4, before: toSigned(before), after: toSigned(after) };
      const mandate = await requestConfirmation(tx, { walletId, subject: subjectOf(cardId), signed, after });
      return err({ code: 'widening_needs_confirmation', widening, mandate });
    }
    await writeControls(tx.db, cardId, after);
    await recordChange(tx, command, card, after);
    await dropWaiting(tx, { walletId, subject: subjectOf(cardId) });
    return ok({ ...card, ...after });
  });

/** Applies the change that waits, once, under the owner's passkey over exactly what was drafted. */
export const confirmCardControls = (ctx: Ctx, command: OwnCard & { assertion: unknown }): Promise<Result<Card, CardError | ConfirmationError>> =>
  inTransaction<Ctx, Result<Card, CardError | ConfirmationError>>(ctx, async (tx) => {
    const { walletId, cardId, assertion } = command;
    const card = await lockOwnCard(tx.db, command);
    if (!card) return err({ code: 'card_not_found' });
    const taken = await takeConfirmed<CardControls>(tx, { walletId, subject: subjectOf(cardId), assertion });
    if (!taken.ok) return taken;
    await writeControls(tx.db, cardId, taken.value.after);
    await recordChange(tx, command, card, taken.value.after);
    return ok({ ...card, ...taken.value.after });
  });

const recordChange = (tx: Ctx, { walletId, cardId }: OwnCard, card: Card, after: CardControls): Promise<void> =>
  record(tx, { of: { walletId }, kind: 'card.changed', actor: 'owner', subject: cardId, detail: { last4: card.last4, before: toSigned(toControls(card)), after: toSigned(after) } });

const subjectOf = (cardId: string): string => `bank_card:${cardId}`;

const toControls = ({ status, agentTransactionsEnabled, limits }: CardControls): CardControls => ({ status, agentTransactionsEnabled, limits });

function applyPatch(card: CardControls, patch: CardPatch): CardControls {
  const given = patch.limits ?? [];
  const limits = [...card.limits.filter(({ currency }) => !given.some((limit) => limit.currency === currency)), ...given]
    .filter((limit) => limit.perTransactionAmount !== null || limit.dailyAmount !== null || limit.agentMaximumAmount !== null)
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return { status: patch.status ?? card.status, agentTransactionsEnabled: patch.agentTransactionsEnabled ?? card.agentTransactionsEnabled, limits };
}

/** In decimal strings: a signed record holds no fractional numbers. */
function toSigned({ status, agentTransactionsEnabled, limits }: CardControls): TrailDetail {
  const decimal = (amount: bigint | null, currency: CardLimit['currency']): string | null => amount === null ? null : toDecimal(money(amount, currency));
  return {
    status,
    agentTransactionsEnabled,
    limits: limits.map(({ currency, perTransactionAmount, dailyAmount, agentMaximumAmount }) => ({
      currency,
      perTransaction: decimal(perTransactionAmount, currency),
      daily: decimal(dailyAmount, currency),
      agentTransactionMaxAmount: decimal(agentMaximumAmount, currency),
    })),
  };
}
