import type { Ctx } from '@/lib/ports';
import { findLiveIntentMandate, listMandatesOfPayment, type MandateRow } from './store';
import type { IntentMandate, SignedMandate } from './types';

const toSigned = (row: MandateRow): SignedMandate => ({ ...row.content.mandate, signature: row.jws });

/** The intent mandate that an agent acts under now; null before its owner confirmed one, once it has run out, or after revocation. */
export async function findIntentMandate(ctx: Ctx, agentId: string): Promise<SignedMandate<IntentMandate> | null> {
  const row = await findLiveIntentMandate(ctx, agentId);
  if (!row) return null;
  const mandate = toSigned(row);
  if (mandate.type !== 'intent') return null;
  return Date.parse(mandate.validUntil) > ctx.clock.now().getTime() ? mandate : null;
}

/** The cart and payment mandates of a payment, oldest first, as evidence shows them. */
export async function listPaymentMandates(ctx: Ctx, paymentId: string): Promise<SignedMandate[]> {
  return (await listMandatesOfPayment(ctx, paymentId)).map(toSigned);
}
