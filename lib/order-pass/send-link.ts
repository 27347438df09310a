import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { composeLink } from './compose-mail';
import { mailCustomer } from './mail-customer';
import { passLink } from './pass-secret';
import { linksSince, lockTicket, noteTold } from './store';

const MAX_LINKS = 3;
const WINDOW_SECONDS = 60 * 60;

export type SendLinkRefusal = { readonly code: 'not_found' } | { readonly code: 'rate_limited'; readonly retryAfterSeconds: number };

/**
 * Promises the link of an order's pass to the address on the order, and to no other; the caller is not told which that is, nor whether there is
 * one. Refused with not_found, and rate_limited beyond three an hour.
 */
export const sendLink = (ctx: Ctx, { orderId }: { orderId: string }): Promise<Result<void, SendLinkRefusal>> =>
  inTransaction<Ctx, Result<void, SendLinkRefusal>>(ctx, async (tx) => {
    const ticket = await lockTicket(tx, orderId);
    if (!ticket) return err({ code: 'not_found' });
    const now = tx.clock.now();
    const sent = await linksSince(tx, ticket, addSeconds(now, -WINDOW_SECONDS));
    const [oldest] = sent;
    if (oldest && sent.length >= MAX_LINKS) {
      return err({ code: 'rate_limited', retryAfterSeconds: Math.ceil((addSeconds(oldest, WINDOW_SECONDS).getTime() - now.getTime()) / 1000) });
    }
    await noteTold(tx, ticket, `link:${now.toISOString()}:${sent.length}`);
    await mailCustomer(tx, ticket, composeLink(ticket, passLink(tx, orderId)));
    return ok(undefined);
  });
