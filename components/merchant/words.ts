import type { Tone } from '@/components/ui/status-pill';
import type { OrderRow } from '@/lib/order';

type Word = { readonly text: string; readonly tone: Tone };

export const PAYMENT: Record<OrderRow['paymentStatus'], Word> = {
  authorized: { text: 'Authorised', tone: 'accent' },
  captured: { text: 'Captured', tone: 'success' },
  voided: { text: 'Voided', tone: 'muted' },
};

/** On whose authority it was paid. */
export const authorityText = ({ humanPresent, agentName }: Pick<OrderRow, 'humanPresent' | 'agentName'>): string =>
  humanPresent ? 'Human countersigned' : agentName === null ? 'Automatic' : 'Automatic, within limits';
