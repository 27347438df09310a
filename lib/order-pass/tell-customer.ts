import type { TicketStatus } from '@/lib/kitchen';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { composeNotice, composeReadyText } from './compose-mail';
import { mailCustomer } from './mail-customer';
import { passLink } from './pass-secret';
import { findTicket, noteTold } from './store';

/**
 * Promises the customer word of their order: the receipt when it is paid, then each state it reaches, by mail, and by text message when it is ready
 * and a number was given. From the outbox, so it may run twice: each state is told once, in one transaction with the note that it was. An order
 * without a kitchen ticket has nobody to tell here.
 */
export const tellCustomer = (ctx: Ctx, { orderId, status }: { orderId: string; status: TicketStatus }): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const ticket = await findTicket(tx, orderId);
    if (!ticket || !(await noteTold(tx, ticket, status === 'paid' ? 'receipt' : status))) return;
    await mailCustomer(tx, ticket, composeNotice(ticket, status, passLink(tx, orderId)));
    if (status !== 'ready' || ticket.phone === null) return;
    await emit(tx, { topic: 'sms.send', aggregateId: `sms:${orderId}`, tenantId: ticket.merchantId, payload: { recipient: ticket.phone, text: composeReadyText(ticket) } });
  });
