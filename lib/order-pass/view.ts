import type { Ctx } from '@/lib/ports';
import { findTicket } from './store';
import type { PassView } from './types';

/** The pass of an order that is fetched, for whoever has the order's id; null for other orders. `notes` are there for who holds the secret. */
export async function loadPass(ctx: Ctx, orderId: string, { holdsSecret }: { holdsSecret: boolean }): Promise<(PassView & { readonly notes: string | null }) | null> {
  const ticket = await findTicket(ctx, orderId);
  if (!ticket) return null;
  const { name: _name, email: _email, phone: _phone, notes, ...view } = ticket;
  return { ...view, notes: holdsSecret ? notes : null };
}
