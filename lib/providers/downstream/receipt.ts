import { z } from 'zod';
import { Unavailable, type ReceiptPort } from '@/lib/ports';
import { mustAnswer, PATIENCE, type Patience, type ServiceClient } from './client';

export const ReceiptAnswer = z.object({ receipt: z.string().min(1).max(100_000) });

/** Whoever bought waits for the answer, and the order is paid already: less than the other services have. */
export const RECEIPT_PATIENCE: Patience = { ...PATIENCE, connectMs: 2_000, tryMs: 3_000, totalMs: 10_000 };

/** Receipts by POST /receipts/generate, once for an order. While nobody answers, the receipt is our own: an order that is paid does not wait for its paper. */
export function serviceReceipt(client: ServiceClient, own: ReceiptPort): ReceiptPort {
  return {
    async generate(ctx, order) {
      const { merchantId, orderId, facts } = order;
      try {
        return mustAnswer('receipt', await client.post('/receipts/generate', { ...facts, merchant_id: merchantId, order_id: orderId }, ReceiptAnswer, `receipt-${orderId}`)).receipt;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        ctx.log.warn({ err: error, orderId }, 'the receipt service gave no receipt; the order has our own');
        return own.generate(ctx, order);
      }
    },
  };
}
