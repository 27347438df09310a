import { z } from 'zod';
import { toDecimal } from '@/lib/kernel/money';
import type { AgentAuthorizeRequest } from './types';

/** Why the network takes no word for a payment. Each is a decline of its own. */
export type MandateFault =
  | 'mandate_missing'
  | 'mandate_invalid' // forged, or no payment mandate
  | 'mandate_mismatch' // of another merchant, checkout, amount, agent or token
  | 'mandate_expired';

const PaymentMandate = z.object({
  mandateId: z.string(),
  type: z.literal('payment'),
  agentId: z.string(),
  humanPresent: z.boolean(),
  paymentMethod: z.object({ tokenId: z.string() }),
  merchantId: z.string(),
  checkoutId: z.string(),
  amount: z.string(),
  currency: z.string(),
  expiresAt: z.iso.datetime(),
});

/**
 * Whether a payment mandate bears a request. `mandate`: null where none was sent or its signature is not the wallet's. It must be in force
 * when its token was claimed: a request that a crash held up is borne by it still, and the wallet lets a token be claimed once.
 */
export function decideMandate(mandate: Record<string, unknown> | null, request: AgentAuthorizeRequest, now: Date): MandateFault | null {
  const { credential } = request;
  if (credential.mandate === undefined) return 'mandate_missing';
  const parsed = PaymentMandate.safeParse(mandate);
  if (!parsed.success) return 'mandate_invalid';
  const said = parsed.data;
  const isSame =
    said.mandateId === credential.mandateId &&
    said.agentId === credential.agentId &&
    said.humanPresent === credential.humanPresent &&
    said.paymentMethod.tokenId === credential.tokenId &&
    said.merchantId === request.merchantHandle &&
    said.checkoutId === request.checkoutId &&
    said.amount === toDecimal(request) &&
    said.currency === request.currency;
  if (!isSame) return 'mandate_mismatch';
  const begunAt = credential.claimedAt === undefined ? now : new Date(credential.claimedAt);
  return new Date(said.expiresAt) <= begunAt ? 'mandate_expired' : null;
}
