import { describe, expect, it } from 'vitest';
import { inColumns, showTaps, urgencyOf, withAnswers, type Board, type Tap, type Ticket } from './board';

const ticket = (orderId: string, more: Partial<Ticket> = {}): Ticket => ({
  orderId, number: orderId, status: 'paid', revision: 1, pickupCode: '123456', name: null, phone: null, notes: null, lines: [], windowStartsAt: null, arrivedAt: null,
  placedAt: '2026-11-27T18:00:00.000Z', pickupETA: '2026-11-27T18:20:00.000Z', ...more,
});
const board = (...tickets: Ticket[]): Board => ({ kitchen: { paused: false, pausedUntil: null, busyMinutes: 0, openOrders: 0 }, tickets, items: [] });
const tap = (orderId: string, action: Tap['action']): Tap => ({ id: `${orderId}-${action}`, orderId, action });

describe('taps that wait for an answer', () => {
  it('are shown one after the other on their own ticket, and on no other', () => {
    const shown = showTaps(board(ticket('1'), ticket('2')), [tap('1', 'acknowledge'), tap('1', 'delay'), tap('1', 'ready')]);
    expect(shown).toMatchObject([{ orderId: '1', status: 'ready', pickupETA: '2026-11-27T18:25:00.000Z', waits: true }, { orderId: '2', status: 'paid', waits: false }]);
  });

  it('take a step back, and never further than there is one', () => {
    expect(showTaps(board(ticket('1', { status: 'acknowledged' })), [tap('1', 'undo'), tap('1', 'undo')])).toMatchObject([{ status: 'paid' }]);
  });

  it('of tickets that are gone change nothing', () => {
    expect(showTaps(board(ticket('1')), [tap('9', 'ready')])).toMatchObject([{ orderId: '1', waits: false }]);
  });
});

describe('the answer of a tap', () => {
  const answered = (revision: number) => [{ id: 't', orderId: '1', outcome: 'moved' as const, ticket: ticket('1', { status: 'ready', revision }) }];
  it('is shown before the stream tells it, and never over what the stream told later', () => {
    expect(withAnswers(board(ticket('1'), ticket('2')), answered(2)).tickets).toMatchObject([{ status: 'ready' }, { status: 'paid' }]);
    expect(withAnswers(board(ticket('1', { revision: 3 })), answered(2)).tickets).toMatchObject([{ status: 'paid', revision: 3 }]);
  });
});

describe('columns', () => {
  it('hold each open ticket once, the earliest due first, and what ended apart', () => {
    const tickets = [ticket('3', { pickupETA: '2026-11-27T18:30:00.000Z' }), ticket('1'), ticket('2', { status: 'ready' }), ticket('4', { status: 'canceled' }), ticket('5', { status: 'fulfilled' })];
    const columns = inColumns(showTaps(board(...tickets), []));
    expect(columns.new.map(({ orderId }) => orderId)).toEqual(['1', '3']);
    expect(columns).toMatchObject({ cooking: [], ready: [{ orderId: '2' }], ended: [{ orderId: '4' }] });
  });
});

describe('an order presses', () => {
  const at = (time: string): number => new Date(`2026-11-27T${time}Z`).getTime();
  it.each([
    ['18:03:59', 'calm', 3, 16], ['18:15:00', 'calm', 15, 5], ['18:15:01', 'soon', 15, 4], ['18:20:00', 'soon', 20, 0], ['18:20:01', 'late', 20, -1],
  ])('at %s: %s', (time, level, age, left) => {
    expect(urgencyOf(ticket('1'), at(time))).toEqual({ level, age, left });
  });

  it('no more once it waits at the counter', () => {
    expect(urgencyOf(ticket('1', { status: 'ready' }), at('19:00:00'))).toMatchObject({ level: 'calm' });
  });
});
