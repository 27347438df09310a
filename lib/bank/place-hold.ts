import { transfer } from '@/lib/ledger';
import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { decideHold, limitIn } from './decide-hold';
import { requireUp } from './outage';
import { holdReference } from './references';
import { findHold, insertHold, lockCard, selectCardSource, sumOfDay } from './store';
import type { BankAccount, Hold, PlaceHold, PlaceHoldError } from './types';

/** An authorisation lives seven days (specs/systems.md, Network: 168 h). */
const HOLD_TTL_SECONDS = 168 * 3600;
const DAY_SECONDS = 24 * 3600;

/**
 * Sets money aside on the card's account of this currency (available to held), once per reference: asked again it answers the
 * hold that was placed. A refusal (HoldRefusal: the card, its holder's controls, its issuer, the funds) leaves nothing behind;
 * Throws Unavailable while the bank cannot be reached. reference_conflict: the reference names a hold of another amount, currency or card.
 */
export function placeHold(ctx: Ctx, command: PlaceHold): Promise<Result<Hold, PlaceHoldError>> {
  invariant(command.amount > 0n, 'placeHold: amount above zero');
  return inTransaction(ctx, async (ctx) => {
    const source = await selectCardSource(ctx.db, command.cardId, command.currency);
    if (source) requireUp(source);
    const spentAmount = source && limitIn(source, command.currency)?.dailyAmount != null ? await lockSpent(ctx, command) : 0n;
    const { amount, currency, agentId, humanPresent, authenticated } = command;
    const decision = decideHold(source, { amount, currency, byAgent: agentId !== null, humanPresent: humanPresent ?? false, authenticated, spentAmount });
    if ('account' in decision) return moveToHeld(ctx, command, decision.account);
    // A hold that was placed before its holder said no stands.
    return (await findEarlier(ctx, command)) ?? err({ code: decision.refusal });
  });
}

/** What the card spent within 24 hours, one hold after the other: only where a daily limit needs it. */
async function lockSpent(ctx: Ctx, { cardId, currency, reference }: PlaceHold): Promise<bigint> {
  await lockCard(ctx.db, cardId);
  return sumOfDay(ctx.db, { cardId, currency, since: addSeconds(ctx.clock.now(), -DAY_SECONDS), except: reference });
}

async function moveToHeld(ctx: Ctx, command: PlaceHold, account: BankAccount): Promise<Result<Hold, PlaceHoldError>> {
  const moved = await transfer(ctx, {
    kind: 'hold',
    debitAccountId: account.availableAccountId,
    creditAccountId: account.heldAccountId,
    amount: command.amount,
    currency: command.currency,
    reference: holdReference(command.reference),
  });
  if (!moved.ok) {
    invariant(moved.error.code !== 'account_not_found', 'a bank account has its ledger accounts');
    return err({ code: moved.error.code });
  }
  if (moved.value.replayed) {
    const earlier = await findEarlier(ctx, command);
    invariant(earlier, 'a hold is written with its transfer');
    return earlier;
  }
  const now = ctx.clock.now();
  const { authenticated: _, ...placed } = command;
  const hold: Hold = {
    ...placed,
    id: newId('bankHold', now.getTime()),
    bankAccountId: account.id,
    capturedAmount: 0n,
    releasedAmount: 0n,
    refundedAmount: 0n,
    orderId: null,
    status: 'held',
    createdAt: now,
    expiresAt: addSeconds(now, HOLD_TTL_SECONDS),
  };
  await insertHold(ctx.db, hold);
  return ok(hold);
}

async function findEarlier(ctx: Ctx, command: PlaceHold): Promise<Result<Hold, PlaceHoldError> | null> {
  const hold = await findHold(ctx.db, command.reference);
  if (!hold) return null;
  const same = hold.amount === command.amount && hold.currency === command.currency && hold.cardId === command.cardId;
  return same ? ok(hold) : err({ code: 'reference_conflict' });
}
