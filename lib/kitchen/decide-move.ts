import { addSeconds } from '@/lib/kernel/clock';
import { mayMove, statusBefore, isOpen, type TicketStatus } from './status';
import type { KitchenAction, Ticket } from './types';

const DELAY_SECONDS = 5 * 60;
/** So far behind the quarter of an hour that was promised an estimate is none: the order is canceled or made. */
const LATEST_SECONDS = 6 * 3600;

export type TicketChange = Pick<Ticket, 'status' | 'etaAt' | 'etaStatus' | 'acknowledgedAt' | 'readyAt' | 'fulfilledAt' | 'closedAt'>;

const TARGET: Readonly<Record<Exclude<KitchenAction, 'delay' | 'undo'>, TicketStatus>> = { acknowledge: 'acknowledged', ready: 'ready', fulfill: 'fulfilled', no_show: 'no_show' };

/**
 * What a tap makes of a ticket, or null where it no longer fits: another tablet was first, or the order ended. `undoes`: the status that
 * is taken back, so that two who undo the same step take one back.
 */
export function decideMove(ticket: Ticket, tap: { action: KitchenAction; undoes?: TicketStatus | undefined }, now: Date): TicketChange | null {
  switch (tap.action) {
    case 'delay': {
      const etaAt = addSeconds(ticket.etaAt > now ? ticket.etaAt : now, DELAY_SECONDS);
      return isOpen(ticket.status) && etaAt <= addSeconds(ticket.slotAt, LATEST_SECONDS) ? { ...pick(ticket), etaAt } : null;
    }
    case 'undo': {
      const before = statusBefore(ticket.status);
      return before !== null && (tap.undoes === undefined || tap.undoes === ticket.status) && mayMove(ticket.status, before) ? moveTo(ticket, before, now) : null;
    }
    default: {
      const to = TARGET[tap.action];
      return mayMove(ticket.status, to) && statusBefore(ticket.status) !== to ? moveTo(ticket, to, now) : null;
    }
  }
}

/** The ticket in another status, with the times that belong to it. */
export function moveTo(ticket: Ticket, status: TicketStatus, now: Date): TicketChange {
  const change = { ...pick(ticket), status };
  switch (status) {
    case 'paid':
      return { ...change, etaStatus: 'provisional', acknowledgedAt: null };
    case 'acknowledged':
      return { ...change, etaStatus: 'confirmed', acknowledgedAt: ticket.acknowledgedAt ?? now, readyAt: null };
    case 'ready':
      return { ...change, etaStatus: 'confirmed', acknowledgedAt: ticket.acknowledgedAt ?? now, readyAt: ticket.readyAt ?? now, closedAt: null };
    case 'fulfilled':
      return { ...change, fulfilledAt: now };
    case 'no_show':
    case 'canceled':
    case 'refunded':
      return { ...change, closedAt: ticket.closedAt ?? now };
  }
}

const pick = ({ status, etaAt, etaStatus, acknowledgedAt, readyAt, fulfilledAt, closedAt }: TicketChange): TicketChange => ({
  status, etaAt, etaStatus, acknowledgedAt, readyAt, fulfilledAt, closedAt,
});
