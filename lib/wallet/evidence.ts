import { findEvidence } from '@/lib/approval';
import { listPaymentMandates, type SignedMandate } from '@/lib/mandate';
import { money, toCurrency, type Money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findPayment } from './store';
import type { Payment } from './types';

export type Receipt = {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly total: Money;
  readonly paymentStatus: string;
  readonly networkTransactionId: string | null;
  readonly at: Date;
};

/** What a person signed: the content whose hash was the challenge, the assertion over it, the passkey's public key as a JWK. */
export type ApprovalEvidence = {
  readonly signedContent: object;
  readonly assertion: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string };
  readonly publicKey: object;
};

export type Evidence = {
  readonly payment: Payment;
  readonly mandates: readonly SignedMandate[];
  /** Null when no person was asked. */
  readonly approval: ApprovalEvidence | null;
  readonly receipts: readonly Receipt[];
};

/** The signed record of a payment, for the agent that made it and for its owner. Anyone else's is as unknown as none. */
export async function getEvidence(
  ctx: Ctx,
  query: { paymentId: string; agentId: string } | { paymentId: string; walletId: string },
): Promise<Result<Evidence, { code: 'payment_not_found' }>> {
  const payment = await findPayment(ctx, query.paymentId);
  if (!payment) return err({ code: 'payment_not_found' });
  const mayRead = 'agentId' in query ? payment.agentId === query.agentId : payment.walletId === query.walletId;
  if (!mayRead) return err({ code: 'payment_not_found' });
  const stored = payment.humanPresent && payment.approvalId ? await findEvidence(ctx, payment.approvalId) : null;
  return ok({
    payment,
    mandates: await listPaymentMandates(ctx, payment.id),
    approval: stored && {
      signedContent: stored.signed_content,
      assertion: stored.assertion,
      publicKey: ctx.ports.passkey.toJwk(Buffer.from(stored.passkey_public_key, 'base64url')),
    },
    receipts: payment.status === 'completed' ? await findReceipts(ctx, payment) : [],
  });
}

async function findReceipts(ctx: Ctx, payment: Payment): Promise<Receipt[]> {
  const rows = await ctx.db.query<{
    id: string;
    order_number: bigint;
    total_amount: bigint;
    currency: string;
    payment_status: string;
    network_transaction_id: string | null;
    created_at: Date;
  }>({
    name: 'wallet.receipts',
    text: `select o.id, o.order_number, o.total_amount, o.currency, o.payment_status, a.network_transaction_id, o.created_at
             from purchase_order o join payment_attempt a on a.id = o.attempt_id
             join payment_token t on t.id = a.token_id where t.payment_id = $1`,
    values: [payment.id],
  });
  return rows.map((row) => ({
    orderId: row.id,
    orderNumber: String(row.order_number),
    total: money(row.total_amount, toCurrency(row.currency)),
    paymentStatus: row.payment_status,
    networkTransactionId: row.network_transaction_id,
    at: row.created_at,
  }));
}
