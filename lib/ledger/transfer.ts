import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findByReference, insertTransfer } from './store';
import type { NewTransfer, Transfer, TransferError } from './types';

/**
 * Moves money between two accounts, once per reference: asked again, it answers the transfer that was made, with `replayed`.
 * Joins the transaction under way; a refusal writes nothing and leaves that transaction usable. Accounts stay locked until it ends.
 */
export async function transfer(ctx: Ctx, command: NewTransfer): Promise<Result<{ transfer: Transfer; replayed: boolean }, TransferError>> {
  invariant(command.amount > 0n, 'transfer: amount above zero');
  invariant(command.debitAccountId !== command.creditAccountId, 'transfer: two accounts');
  const now = ctx.clock.now();
  const made: Transfer = { ...command, id: newId('transfer', now.getTime()), createdAt: now };
  const { moved, accounts } = await insertTransfer(ctx.db, made);
  if (moved) return ok({ transfer: made, replayed: false });

  const earlier = await findByReference(ctx.db, command.reference);
  if (earlier) return sameMovement(earlier, command) ? ok({ transfer: earlier, replayed: true }) : err({ code: 'reference_conflict' });
  return accounts === 2 ? err({ code: 'insufficient_funds' }) : err({ code: 'account_not_found' });
}

/** The transfer that a reference names, or null: for who must know whether it was made before asking again. */
export const findTransfer = (ctx: Ctx, reference: string): Promise<Transfer | null> => findByReference(ctx.db, reference);

const sameMovement = (a: NewTransfer, b: NewTransfer): boolean =>
  a.kind === b.kind &&
  a.debitAccountId === b.debitAccountId &&
  a.creditAccountId === b.creditAccountId &&
  a.currency === b.currency &&
  a.amount === b.amount;
