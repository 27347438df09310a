import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { formatMoney, money } from '@/lib/kernel/money';
import { cleanText } from '@/lib/kernel/text';
import { agentWord, notifyOwner, payeeWord } from '@/lib/notification';
import type { CheckoutSnapshot, Ctx } from '@/lib/ports';
import { insertApproval } from './store';
import type { Approval, TriggerType } from './types';

const TTL_SECONDS = 15 * 60;
const NOTE_LENGTH = 80;
const OWNER_NOTE_LENGTH = 280;

export type OpenApproval = {
  readonly walletId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly paymentId: string;
  readonly snapshot: CheckoutSnapshot;
  readonly triggerType: TriggerType;
  readonly reason: string;
  readonly limitAmount: bigint | null;
  readonly excessAmount: bigint | null;
  readonly agentNote: string | null;
  /** The owner changed the cart of that one, here and now: nobody needs a mail. */
  readonly replaces: { readonly approvalId: string; readonly ownerNote: string | null } | null;
};

/** Asks a person, in the caller's transaction: the approval, valid for 15 minutes or as long as the checkout, and what tells them of a new one. */
export async function openApproval(ctx: Ctx, command: OpenApproval): Promise<Omit<Approval, 'status' | 'decidedAt' | 'paymentMethodId'>> {
  const now = ctx.clock.now();
  const { expiresAt: checkoutExpiresAt, facts: _facts, ...snapshot } = command.snapshot;
  const latest = addSeconds(now, TTL_SECONDS);
  const approval = {
    id: newUuid(),
    walletId: command.walletId,
    agentId: command.agentId,
    paymentId: command.paymentId,
    checkoutId: snapshot.checkoutId,
    merchantId: snapshot.merchantId,
    snapshot,
    amount: snapshot.totalAmount,
    currency: snapshot.currency,
    triggerType: command.triggerType,
    reason: command.reason,
    limitAmount: command.limitAmount,
    excessAmount: command.excessAmount,
    agentNote: command.agentNote === null ? null : cleanText(command.agentNote, NOTE_LENGTH),
    replacesId: command.replaces?.approvalId ?? null,
    ownerNote: (command.replaces?.ownerNote && cleanText(command.replaces.ownerNote, OWNER_NOTE_LENGTH)) || null,
    createdAt: now,
    expiresAt: checkoutExpiresAt < latest ? checkoutExpiresAt : latest,
  };
  await insertApproval(ctx, approval);
  if (command.replaces) return approval;
  const payee = payeeWord({ name: snapshot.merchantName, handle: snapshot.merchantHandle, verifiedDomain: snapshot.merchantDomain });
  await notifyOwner(ctx, {
    walletId: command.walletId,
    kind: 'step_up',
    subject: approval.id,
    body: `${agentWord(command.agentName)} wants to pay ${formatMoney(money(approval.amount, approval.currency))} to ${payee}.`,
    details: [command.reason, 'The link only works when you are signed in, and for 15 minutes.'],
    path: `/approve/${approval.id}`,
    expiresAt: approval.expiresAt,
  });
  return approval;
}
