import { dateFormat } from '@/lib/kernel/formats';
import { formatMoney } from '@/lib/kernel/money';
import { cleanText } from '@/lib/kernel/text';
import type { Mail } from '@/lib/ports';
import { tagOf } from './language';
import { labelled, renderHtml, renderText, type MailPart } from './render-mail';
import type { TicketStatus } from '@/lib/kitchen';
import type { Ticket } from './types';
import { MAIL_WORDS, REFUND_WORDS } from './words';

type Words = Omit<Mail, 'recipient'>;

const MAX_NAME_LENGTH = 80;
const MAX_NOTES_LENGTH = 500;
/** States that a time to come still means something in. */
const IS_AWAITED: readonly TicketStatus[] = ['paid', 'acknowledged'];

/** The mail of a state; that of `paid` is the receipt, with what was bought and paid. `link` opens the pass. */
export function composeNotice(ticket: Ticket, status: TicketStatus, link: string): Words {
  const words = MAIL_WORDS[ticket.language];
  const { subject, sentence } = words.told(ticket.merchantName, ticket.pickupCode, moneyWords(ticket))[status];
  const isOpen = IS_AWAITED.includes(status) || status === 'ready';
  return write(ticket, subject, [
    { kind: 'words', text: words.hello(ticket.name === null ? null : cleanText(ticket.name, MAX_NAME_LENGTH)) },
    { kind: 'words', text: sentence },
    ...(isOpen ? whereAndWhen(ticket, status) : []),
    ...(status === 'paid' ? bought(ticket) : []),
    { kind: 'link', label: words.open, url: link },
    ...(status === 'paid' ? [{ kind: 'words', text: words.keep } as const] : []),
    { kind: 'words', text: words.number(ticket.number) },
  ]);
}

/** The mail with the link alone, which someone asked for on the order's page. */
export function composeLink(ticket: Ticket, link: string): Words {
  const words = MAIL_WORDS[ticket.language];
  const { subject, sentence } = words.link(ticket.merchantName);
  return write(ticket, subject, [
    { kind: 'words', text: sentence },
    { kind: 'link', label: words.open, url: link },
    { kind: 'words', text: words.number(ticket.number) },
  ]);
}

/** The text message of an order that is ready. */
export const composeReadyText = ({ language, merchantName, pickupCode }: Ticket): string => MAIL_WORDS[language].readyText(merchantName, pickupCode);

const write = ({ language }: Ticket, subject: string, parts: readonly MailPart[]): Words => ({ subject, text: renderText(language, parts), html: renderHtml(language, subject, parts) });

function whereAndWhen(ticket: Ticket, status: TicketStatus): MailPart[] {
  const { code, ready, from, to, where } = MAIL_WORDS[ticket.language];
  const { pickupCode, etaAt, window, address } = ticket;
  const when: MailPart = window
    ? { kind: 'fact', label: from, value: `${time(ticket, window.startsAt)} ${to} ${time(ticket, window.endsAt)}` }
    : { kind: 'fact', label: ready, value: time(ticket, etaAt) };
  return [
    { kind: 'fact', label: code, value: pickupCode },
    ...(IS_AWAITED.includes(status) ? [when] : []),
    ...(address === null ? [] : [{ kind: 'fact', label: where, value: address } as const]),
  ];
}

/** What was bought and what it came to, and the customer's notes. */
function bought({ language, lines, totals, notes }: Ticket): MailPart[] {
  const words = MAIL_WORDS[language];
  const shown = (amount: Ticket['total']): string => formatMoney(amount, tagOf(language));
  return [
    {
      kind: 'rows',
      rows: [
        ...lines.map(({ name, quantity, total }) => ({ name: `${quantity} × ${name}`, amount: shown(total) })),
        ...totals.map(({ label, amount }) => ({ name: words.totals[label] ?? label, amount: shown(amount) })),
      ],
    },
    ...(notes === null || notes === '' ? [] : [{ kind: 'words', text: labelled(language, words.notes, cleanText(notes, MAX_NOTES_LENGTH)) } as const]),
  ];
}

function moneyWords({ language, paymentStatus, refunded, total }: Ticket): string {
  const { nothing, all, under } = REFUND_WORDS[language];
  if (paymentStatus === 'voided' || paymentStatus === 'expired') return nothing;
  return refunded.amount >= total.amount ? all : under;
}

/** A time of day at the merchant's, with its day where that is not the day of the order. */
function time({ language, timeZone, placedAt }: Ticket, at: Date): string {
  const day = (instant: Date): string => dateFormat(tagOf(language), { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(instant);
  const hour = dateFormat(tagOf(language), { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return day(at) === day(placedAt) ? hour : `${day(at)}, ${hour}`;
}
