import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { type Currency, formatMoney, money } from '@/lib/kernel/money';
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
  /** Who must sign besides the owner. */
  readonly second: { readonly walletId: string } | null;
  readonly ownerName: string;
  /** The owner changed the cart of that one, here and now: they need no mail. */
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
    secondWalletId: command.second?.walletId ?? null,
    agentName: command.agentName,
    ownerName: command.ownerName,
    createdAt: now,
    expiresAt: checkoutExpiresAt < latest ? checkoutExpiresAt : latest,
  };
  await insertApproval(ctx, approval);
  if (!command.replaces) await tell(ctx, command, approval, command.walletId);
  if (command.second) await tell(ctx, command, approval, command.second.walletId);
  return approval;
}

type Opened = { readonly id: string; readonly amount: bigint; readonly currency: Currency; readonly expiresAt: Date };

function tell(ctx: Ctx, { agentName, snapshot, reason }: OpenApproval, { id, amount, currency, expiresAt }: Opened, walletId: string): Promise<void> {
  const payee = payeeWord({ name: snapshot.merchantName, handle: snapshot.merchantHandle, verifiedDomain: snapshot.merchantDomain });
  return notifyOwner(ctx, {
    walletId,
    kind: 'step_up',
    subject: id,
    body: `${agentWord(agentName)} wants to pay ${formatMoney(money(amount, currency))} to ${payee}.`,
    details: [reason, 'The link only works when you are signed in, and for 15 minutes.'],
    path: `/approve/${id}`,
    expiresAt,
  });
}
