import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { opensPass } from './pass-secret';
import { findTicket, markSeen } from './store';

/**
 * The link of a mail was followed: from now on the address is known to reach its customer (`contact.verified`). Refused with not_found where the
 * order is none that is fetched, and wrong_secret.
 */
export async function openPass(ctx: Ctx, { orderId, secret }: { orderId: string; secret: string }): Promise<Result<void, { readonly code: 'not_found' | 'wrong_secret' }>> {
  if (!(await findTicket(ctx, orderId))) return err({ code: 'not_found' });
  if (!opensPass(ctx, orderId, secret)) return err({ code: 'wrong_secret' });
  await markSeen(ctx, orderId);
  return ok(undefined);
}
