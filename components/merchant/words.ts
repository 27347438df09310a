import type { Tone } from '@/components/ui/status-pill';
import type { OrderRow } from '@/lib/order';
import type { ReturnReason, ReturnStatus } from '@/lib/order-return';

type Word = { readonly text: string; readonly tone: Tone };

export const PAYMENT: Record<OrderRow['paymentStatus'], Word> = {
  authorized: { text: 'Authorised', tone: 'accent' },
  captured: { text: 'Captured', tone: 'success' },
  voided: { text: 'Voided', tone: 'muted' },
  expired: { text: 'Expired', tone: 'muted' },
};

/** A return's state, and what its amount is in it. */
export const RETURN: Record<ReturnStatus, Word & { readonly refund: string | null }> = {
  requested: { text: 'Return requested', tone: 'warning', refund: 'Expected' },
  approved: { text: 'Return approved', tone: 'accent', refund: 'Refund to come' },
  refused: { text: 'Return refused', tone: 'muted', refund: null },
  refunded: { text: 'Refunded', tone: 'success', refund: 'Refunded' },
};

export const RETURN_REASON: Record<ReturnReason, string> = {
  faulty: 'Faulty',
  not_as_described: 'Not as described',
  wrong_item: 'Wrong item',
  no_longer_wanted: 'No longer wanted',
  arrived_late: 'Arrived late',
  other: 'Another reason',
};

/** What went back to the card, or null when nothing did. */
export function refundWord({ refunded, total }: Pick<OrderRow, 'refunded' | 'total'>): Word | null {
  if (refunded.amount === 0n) return null;
  return refunded.amount === total.amount ? { text: 'Refunded', tone: 'muted' } : { text: 'Partly refunded', tone: 'muted' };
}

/** On whose authority it was paid. */
export const authorityText = ({ humanPresent, agentName }: Pick<OrderRow, 'humanPresent' | 'agentName'>): string =>
  humanPresent ? 'Human countersigned' : agentName === null ? 'Automatic' : 'Automatic, within limits';
