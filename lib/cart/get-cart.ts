import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findForReading } from './access';
import { estimateCart } from './estimate';
import type { CartQuery, CartRefusal, EstimatedCart } from './types';

/** The cart at today's prices. One that was canceled or ran out is as unknown as none, and so is another's. */
export async function getCart(ctx: Ctx, query: CartQuery): Promise<Result<EstimatedCart, CartRefusal>> {
  const cart = await findForReading(ctx, query);
  return cart ? ok(await estimateCart(ctx, cart)) : err({ code: 'not_found' });
}
