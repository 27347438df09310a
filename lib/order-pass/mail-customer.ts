import { emit, type Ctx, type Mail } from '@/lib/ports';
import type { Ticket } from './types';

/** Promises a mail to the address on an order, in the caller's transaction; none where it has no address. Mails about one order arrive in their order. */
export async function mailCustomer(tx: Ctx, { email, orderId, merchantId }: Ticket, mail: Omit<Mail, 'recipient'>): Promise<void> {
  if (email === null) return;
  await emit(tx, { topic: 'mail.send', aggregateId: `notices:${orderId}`, tenantId: merchantId, payload: { recipient: email, ...mail } });
}
