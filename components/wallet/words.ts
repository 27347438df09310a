import type { Tone } from '@/components/ui/status-pill';
import type { AgentRow, PaymentRow, PaymentStateName } from '@/lib/wallet';

type Word = { readonly text: string; readonly tone: Tone };

export const AGENT_STATUS: Record<AgentRow['status'], Word> = {
  pending: { text: 'Not confirmed', tone: 'warning' },
  active: { text: 'Active', tone: 'success' },
  suspended: { text: 'Paused', tone: 'muted' },
  revoked: { text: 'Revoked', tone: 'danger' },
};

export const PAYMENT_STATUS: Record<PaymentRow['status'], Word> = {
  step_up_required: { text: 'Needs approval', tone: 'warning' },
  approved: { text: 'Approved', tone: 'accent' },
  rejected: { text: 'Declined', tone: 'danger' },
  expired: { text: 'Expired', tone: 'muted' },
  completed: { text: 'Paid', tone: 'success' },
  failed: { text: 'Failed', tone: 'danger' },
  voided: { text: 'Voided', tone: 'muted' },
};

/** What became of a purchase whose goods were to go back. */
export const RETURN_STATUS: Record<NonNullable<PaymentRow['returnStatus']>, Word> = {
  requested: { text: 'Return requested', tone: 'warning' },
  approved: { text: 'Refund to come', tone: 'accent' },
  refused: { text: 'Return refused', tone: 'muted' },
  refunded: { text: 'Refunded', tone: 'success' },
};

/** What a list of payments can be narrowed to. */
export const PAYMENT_STATE: Record<PaymentStateName, string> = {
  ...(Object.fromEntries(Object.entries(PAYMENT_STATUS).map(([status, { text }]) => [status, text])) as Record<PaymentRow['status'], string>),
  refunded: 'Refunded',
};

/** A payment's state in one word: of its return, if one was asked for, else what went back of it, else its own. */
export function paymentWord({ status, returnStatus, refunded, total }: PaymentRow): Word {
  if (returnStatus !== null && returnStatus !== 'refunded') return RETURN_STATUS[returnStatus];
  if (refunded.amount === 0n) return returnStatus === null ? PAYMENT_STATUS[status] : RETURN_STATUS[returnStatus];
  return { text: refunded.amount === total.amount ? 'Refunded' : 'Partly refunded', tone: 'muted' };
}

/** On whose authority it was paid, or why it was not. */
export function authorityWord({ humanPresent, status, approvalId }: PaymentRow): string {
  if (humanPresent) return 'Countersigned';
  if (status === 'step_up_required') return 'Waits for you';
  if (status === 'rejected') return 'Declined by you';
  return status === 'expired' && approvalId !== null ? 'Not answered' : 'Agent alone';
}

export type PermissionWords = { readonly name: string; readonly label: string; readonly hint: string };

/** What an owner may allow an agent to do here. */
export const PERMISSIONS: readonly PermissionWords[] = [
  { name: 'browse_products', label: 'Browse products', hint: 'See what stores sell, and for how much.' },
  { name: 'create_cart', label: 'Fill carts', hint: 'Open a checkout at a store and change what is in it.' },
  { name: 'initiate_purchase', label: 'Ask to pay', hint: 'Ask your wallet to pay for a checkout. Without this it can only look.' },
  {
    name: 'complete_purchase',
    label: 'Pay within its limits',
    hint: 'Pay without asking while it stays within its limits. Without this every purchase asks you.',
  },
  { name: 'view_orders', label: 'See its orders', hint: 'Read the orders it placed.' },
];

/** Known on the wire and not offered by the form: no store here sells subscriptions yet. */
const SUBSCRIPTIONS: PermissionWords = { name: 'manage_subscriptions', label: 'Manage subscriptions', hint: 'Change recurring orders.' };

/** A permission in an owner's words; one that has none is shown by its own name. */
export const permissionWords = (name: string): PermissionWords =>
  [...PERMISSIONS, SUBSCRIPTIONS].find((known) => known.name === name) ?? { name, label: name.replaceAll('_', ' '), hint: '' };

/** Where a payment's row leads: to what waits for a decision, to the order it became, or to the decision that was taken. */
export function paymentHref(payment: PaymentRow): string {
  if (payment.orderId !== null) return `/orders/${payment.orderId}`;
  return payment.approvalId !== null ? `/approve/${payment.approvalId}` : `/wallet/agents/${payment.agentId}`;
}
