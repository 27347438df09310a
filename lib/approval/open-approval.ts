import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { formatMoney, money } from '@/lib/kernel/money';
import { cleanText } from '@/lib/kernel/text';
import { notifyOwner } from '@/lib/notification';
import type { CheckoutSnapshot, Ctx } from '@/lib/ports';
import { insertApproval } from './store';
import type { Approval, TriggerType } from './types';

const TTL_SECONDS = 15 * 60;
const NOTE_LENGTH = 80;
const AGENT_NAME_LENGTH = 40;

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
};

/** Asks a person, in the caller's transaction: the approval, valid for 15 minutes or as long as the checkout, and what tells them. */
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
    createdAt: now,
    expiresAt: checkoutExpiresAt < latest ? checkoutExpiresAt : latest,
  };
  await insertApproval(ctx, approval);
  await notifyOwner(ctx, {
    walletId: command.walletId,
    kind: 'step_up',
    subject: approval.id,
    body: `${cleanText(command.agentName, AGENT_NAME_LENGTH)} wants to pay ${formatMoney(money(approval.amount, approval.currency))} to ${payeeName(snapshot)}.`,
    details: [command.reason, 'The link only works when you are signed in, and for 15 minutes.'],
    path: `/approve/${approval.id}`,
    expiresAt: approval.expiresAt,
  });
  return approval;
}

/** Whom a notification says is paid: a name only where a domain vouches for it, else the handle, which is unique and plain. */
const payeeName = ({ merchantName, merchantHandle, merchantDomain }: Pick<CheckoutSnapshot, 'merchantName' | 'merchantHandle' | 'merchantDomain'>): string =>
  merchantDomain === null ? merchantHandle : `${merchantName} (${merchantDomain})`;
