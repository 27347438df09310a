import { describe, expect, it } from 'vitest';
import { decideMove, moveTo } from './decide-move';
import { mayMove, TICKET_STATUSES, type TicketStatus } from './status';
import { KITCHEN_ACTIONS, type KitchenAction, type Ticket } from './types';

const now = new Date('2026-11-27T19:00:00Z');
const ticketIn = (status: TicketStatus, more: Partial<Ticket> = {}): Ticket => ({
  merchantId: 'm', orderId: 'o', status, pickupCode: '440000', contact: { name: null, phone: null, email: null }, locale: null, notes: null, slotAt: new Date('2026-11-27T19:00:00Z'),
  windowStartsAt: null, windowEndsAt: null, etaAt: new Date('2026-11-27T19:07:00Z'), etaStatus: 'provisional', placedAt: now, acknowledgedAt: null, readyAt: null, fulfilledAt: null,
  arrivedAt: null, closedAt: null, receiptSeenAt: null, revision: 1, ...more,
});

const FITS: Readonly<Record<TicketStatus, Readonly<Partial<Record<KitchenAction, TicketStatus>>>>> = {
  paid: { acknowledge: 'acknowledged', ready: 'ready', delay: 'paid' },
  acknowledged: { ready: 'ready', delay: 'acknowledged', undo: 'paid' },
  ready: { fulfill: 'fulfilled', no_show: 'no_show', undo: 'acknowledged' },
  fulfilled: {},
  canceled: {},
  refunded: {},
  no_show: { undo: 'ready' },
};

describe('a tap', () => {
  it.each(TICKET_STATUSES.flatMap((status) => KITCHEN_ACTIONS.map((action) => [action, status, FITS[status][action] ?? null] as const)))(
    '%s on a ticket that is %s makes it %s',
    (action, status, becomes) => expect(decideMove(ticketIn(status), { action }, now)?.status ?? null).toBe(becomes),
  );

  it('takes back the step that it names, and no other', () => {
    expect(decideMove(ticketIn('ready'), { action: 'undo', undoes: 'ready' }, now)?.status).toBe('acknowledged');
    expect(decideMove(ticketIn('acknowledged'), { action: 'undo', undoes: 'ready' }, now)).toBeNull();
  });

  it('adds five minutes to the estimate, or to now where that is past, up to six hours behind its quarter', () => {
    expect(decideMove(ticketIn('paid'), { action: 'delay' }, now)?.etaAt).toEqual(new Date('2026-11-27T19:12:00Z'));
    expect(decideMove(ticketIn('paid', { etaAt: new Date('2026-11-27T18:00:00Z') }), { action: 'delay' }, now)?.etaAt).toEqual(new Date('2026-11-27T19:05:00Z'));
    expect(decideMove(ticketIn('paid', { etaAt: new Date('2026-11-28T00:55:00Z') }), { action: 'delay' }, now)?.etaAt).toEqual(new Date('2026-11-28T01:00:00Z'));
    expect(decideMove(ticketIn('paid', { etaAt: new Date('2026-11-28T00:55:01Z') }), { action: 'delay' }, now)).toBeNull();
  });
});

describe('the times of a ticket', () => {
  it('are those of its steps, and go when a step is taken back', () => {
    const ready = { ...ticketIn('paid'), ...moveTo(ticketIn('paid'), 'ready', now) };
    expect(ready).toMatchObject({ acknowledgedAt: now, readyAt: now, etaStatus: 'confirmed' });
    const cooking = { ...ready, ...moveTo(ready, 'acknowledged', now) };
    expect(cooking).toMatchObject({ acknowledgedAt: now, readyAt: null });
    expect(moveTo(cooking, 'paid', now)).toMatchObject({ acknowledgedAt: null, etaStatus: 'provisional' });
  });
});

describe('the transition table', () => {
  it('lets nothing leave what is refunded, and nothing but a refund what was fetched or canceled', () => {
    const next = (from: TicketStatus): TicketStatus[] => TICKET_STATUSES.filter((to) => mayMove(from, to));
    expect([next('refunded'), next('fulfilled'), next('canceled')]).toEqual([[], ['refunded'], ['refunded']]);
  });
});
