import { z } from 'zod';
import { capturePayment, followNetwork } from '@/lib/checkout';
import { deliverPush } from '@/lib/notification';
import { refundReturn } from '@/lib/order-return';
import type { OutboxTopic } from '@/lib/ports';
import { deliverWebhook } from '@/lib/webhook';
import { tellPurchase } from '@/lib/wallet';
import type { Consumer } from './types';

const Mail = z.object({ recipient: z.string(), subject: z.string(), text: z.string() });
const Capture = z.object({ orderId: z.string(), attemptId: z.string() });
const PlacedOrder = z.object({ orderId: z.string() });
const ApprovedReturn = z.object({ returnId: z.string() });
const Changed = z.object({ transactionId: z.string() });
const Push = z.object({
  subscriptionId: z.string(),
  message: z.object({ type: z.enum(['show', 'withdraw']), tag: z.string(), title: z.string(), body: z.string(), url: z.string(), stopUrl: z.string().optional() }),
  urgent: z.boolean(),
  expiresAt: z.string(),
});
const Webhook = z.object({ endpointId: z.string(), eventId: z.string(), type: z.string(), occurredAt: z.string(), data: z.record(z.string(), z.string()) });

/** What becomes of each promise. Every consumer may run twice for one event. */
export const consumers = {
  'mail.send': async (ctx, event) => ctx.ports.mail.send(ctx, Mail.parse(event.payload)),
  'payment.capture': async (ctx, event) => capturePayment(ctx, Capture.parse(event.payload)),
  'return.approved': async (ctx, event) => refundReturn(ctx, ApprovedReturn.parse(event.payload)),
  'payment.changed': async (ctx, event) => followNetwork(ctx, Changed.parse(event.payload).transactionId),
  'push.deliver': async (ctx, event) => deliverPush(ctx, Push.parse(event.payload)),
  'webhook.deliver': async (ctx, event) => deliverWebhook(ctx, Webhook.parse(event.payload)),
  'order.created': async (ctx, event) => tellPurchase(ctx, PlacedOrder.parse(event.payload)),
} satisfies Record<OutboxTopic, Consumer>;
