import { describe, expect, it } from 'vitest';
import { money } from '@/lib/kernel/money';
import { composeLink, composeNotice, composeReadyText } from './compose-mail';
import { TICKET_STATUSES } from '@/lib/kitchen';
import type { Ticket } from './types';

const LINK = 'https://shop.example/orders/1/pass?key=a&b';
const at = (time: string): Date => new Date(`2026-11-27T${time}:00Z`);

const ticket = (given: Partial<Ticket> = {}): Ticket => ({
  orderId: '1', merchantId: 'm', number: '42', merchantName: 'Au comptoir', merchantHandle: 'comptoir', address: '111 rue Gryphe, Lyon', merchantPhone: null, hasStorefront: true,
  timeZone: 'Europe/Paris', language: 'en', status: 'paid', pickupCode: '4407', etaAt: at('17:15'), etaConfirmed: false, window: null, placedAt: at('17:00'), acknowledgedAt: null,
  readyAt: null, fulfilledAt: null, arrivedAt: null, closedAt: null, revision: 1,
  lines: [{ name: 'Margherita', quantity: 2, unit: money(1_000n, 'EUR'), total: money(2_000n, 'EUR') }],
  totals: [{ label: 'Items', amount: money(2_000n, 'EUR') }, { label: 'Service fee', amount: money(50n, 'EUR') }, { label: 'Total', amount: money(2_050n, 'EUR') }],
  total: money(2_050n, 'EUR'), refunded: money(0n, 'EUR'), paymentStatus: 'captured', name: 'Ada', email: 'ada@customer.example', phone: null, notes: null,
  ...given,
});

describe('the receipt', () => {
  it('says in English what was bought, what it came to, the code, when, where, and the link', () => {
    const { subject, text } = composeNotice(ticket({ notes: 'No basil' }), 'paid', LINK);
    expect(subject).toBe('Your order at Au comptoir: code 4407');
    for (const part of ['Hello Ada,', 'Pickup code: 4407', 'Ready about: 18:15', 'Where: 111 rue Gryphe, Lyon', 'Your notes: No basil', `\n${LINK}\n`, 'Order #42']) expect(text).toContain(part);
    expect(text).toMatch(/2 × Margherita +€20\.00\nItems +€20\.00\nService fee +€0\.50\nTotal +€20\.50/);
  });

  it('says it in French', () => {
    const { subject, text, html } = composeNotice(ticket({ language: 'fr' }), 'paid', LINK);
    expect(subject).toBe('Votre commande chez Au comptoir : code 4407');
    for (const part of ['Bonjour Ada,', 'Code de retrait\u00a0: 4407', 'Prête vers\u00a0: 18:15', 'Adresse\u00a0: 111 rue Gryphe, Lyon', 'Commande nº 42']) expect(text).toContain(part);
    expect(text).toMatch(/Frais de service +0,50\s€/);
    expect(html).toContain('<html lang="fr">');
  });

  it('names the window and its day when it is ordered for another day', () => {
    const { text } = composeNotice(ticket({ window: { startsAt: new Date('2026-11-28T11:00:00Z'), endsAt: new Date('2026-11-28T11:15:00Z') } }), 'paid', LINK);
    expect(text).toContain('Pickup from: Saturday 28 November, 12:00 to Saturday 28 November, 12:15');
    expect(text).not.toContain('Ready about');
  });
});

it.each(['en', 'fr'] as const)('every state has words of its own in %s, and the link', (language) => {
  const mails = TICKET_STATUSES.map((status) => composeNotice(ticket({ language }), status, LINK));
  expect(new Set(mails.map(({ subject }) => subject)).size).toBe(TICKET_STATUSES.length);
  for (const { text } of mails) expect(text).toContain(LINK);
  expect(composeReadyText(ticket({ language }))).toContain('4407');
});

const CANCELED: Record<string, Partial<Ticket>> = {
  'Nothing was charged.': { paymentStatus: 'voided' },
  'All of your money went back to your card.': { refunded: money(2_050n, 'EUR') },
  'Your money is on its way back to your card.': {},
};

it.each(Object.keys(CANCELED))('a cancellation says what becomes of the money: %s', (words) => {
  expect(composeNotice(ticket(CANCELED[words]), 'canceled', LINK).text).toContain(words);
});

describe('what others wrote', () => {
  const hostile = ticket({
    name: '<b>Ada</b>\r\nBcc: all@evil.example', notes: '<script>alert(1)</script> see https://evil.example/pay', merchantName: 'A & "B"',
    lines: [{ name: '<img src=x onerror=alert(1)>', quantity: 1, unit: money(1n, 'EUR'), total: money(1n, 'EUR') }],
  });

  it('is escaped in HTML, and runs nothing', () => {
    const { html = '' } = composeNotice(hostile, 'paid', LINK);
    expect(html).not.toMatch(/<(script|img|b)\b/i);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('A &amp; &quot;B&quot;');
    expect(html).toContain('href="https://shop.example/orders/1/pass?key=a&amp;b"');
  });

  it('makes no link and no line of its own in plain text', () => {
    const { text } = composeNotice(hostile, 'paid', LINK);
    expect(text).not.toContain('evil.example/pay');
    expect(text).toContain('Hello <b>Ada</b> Bcc: all@evil.example,');
  });
});

it('the link that was asked for again comes alone, without what was bought', () => {
  const { subject, text } = composeLink(ticket(), LINK);
  expect(subject).toBe('The link to your order at Au comptoir');
  expect(text).toContain(LINK);
  expect(text).not.toContain('Margherita');
});
