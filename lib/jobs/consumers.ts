import { z } from 'zod';
import { sha256Hex } from '@/lib/kernel/hash';
import { money } from '@/lib/kernel/money';
import { capturePayment, followNetwork, settleRefund, voidOrder } from '@/lib/checkout';
import { publishFeed } from '@/lib/feed';
import { settleHostedCheckout } from '@/lib/hosted-checkout';
import { openTicket, tellKitchenChange, TICKET_STATUSES } from '@/lib/kitchen';
import { deliverPush } from '@/lib/notification';
import { getOrder } from '@/lib/order';
import { refundReturn } from '@/lib/order-return';
import { tellCustomer } from '@/lib/order-pass';
import { syncAccountById } from '@/lib/payment-hub';
import { inTransaction, type Ctx, type OutboxTopic } from '@/lib/ports';
import { tellStore } from '@/lib/store-notice';
import { deliverOrderEvent, deliverWebhook, ORDER_EVENTS, promiseOrderEvent } from '@/lib/webhook';
import { tellPurchase } from '@/lib/wallet';
import { MAX_ATTEMPTS } from './backoff';
import type { Consumer, LeasedEvent } from './types';

const Mail = z.object({ recipient: z.string(), subject: z.string(), text: z.string(), html: z.string().optional() });
const Sms = z.object({ recipient: z.string(), text: z.string() });
const Capture = z.object({ orderId: z.string(), attemptId: z.string() });
const PlacedOrder = z.object({ orderId: z.string() });
const ChangedOrder = z.object({ merchantId: z.string(), orderId: z.string(), eventId: z.string(), type: z.enum(ORDER_EVENTS), data: z.looseObject({}) });
const Adjustment = z.object({ orderId: z.string(), adjustmentId: z.string() });
const OrderEvent = z.object({ deliveryId: z.string() });
const ApprovedReturn = z.object({ returnId: z.string() });
const Changed = z.object({ transactionId: z.string(), attemptId: z.string().optional() });
const Push = z.object({
  subscriptionId: z.string(),
  message: z.object({ type: z.enum(['show', 'withdraw']), tag: z.string(), title: z.string(), body: z.string(), url: z.string(), stopUrl: z.string().optional() }),
  urgent: z.boolean(),
  expiresAt: z.string(),
});
const HostedCheckout = z.object({ hostedCheckoutId: z.string(), sessionId: z.string().optional() });
const KitchenChange = z.object({ merchantId: z.string(), orderId: z.string(), status: z.enum(TICKET_STATUSES), revision: z.int() });
const Account = z.object({ accountId: z.string() });
const Feed = z.object({ merchantId: z.string() });
const Webhook = z.object({ endpointId: z.string(), eventId: z.string(), type: z.string(), occurredAt: z.string(), data: z.record(z.string(), z.string()) });

/** After this time the event is dead. */
const isLast = ({ attempts }: LeasedEvent): boolean => attempts + 1 >= MAX_ATTEMPTS;

/** The same for each try of one event, and no other's: two installations may share a provider's account, and both count from one. */
const keyOf = ({ id, payload }: LeasedEvent): string => `${id}-${sha256Hex(JSON.stringify(payload)).slice(0, 24)}`;

/** What becomes of each promise. Every consumer may run twice for one event. */
export const consumers = {
  'mail.send': async (ctx, event) => ctx.ports.mail.send(ctx, Mail.parse(event.payload), keyOf(event)),
  'sms.send': async (ctx, event) => ctx.ports.sms.send(ctx, Sms.parse(event.payload), keyOf(event)),
  'kitchen.changed': async (ctx, event) => {
    const change = KitchenChange.parse(event.payload);
    await Promise.all([tellKitchenChange(ctx, change), tellCustomer(ctx, change)]);
  },
  'payment.capture': async (ctx, event) => void (await capturePayment(ctx, Capture.parse(event.payload))),
  'return.approved': async (ctx, event) => refundReturn(ctx, ApprovedReturn.parse(event.payload)),
  'payment.changed': async (ctx, event) => {
    const { transactionId, attemptId } = Changed.parse(event.payload);
    await followNetwork(ctx, transactionId, attemptId);
  },
  'push.deliver': async (ctx, event) => deliverPush(ctx, Push.parse(event.payload)),
  'webhook.deliver': async (ctx, event) => deliverWebhook(ctx, Webhook.parse(event.payload), { isLast: isLast(event) }),
  'order.created': async (ctx, event) => tellOrder(ctx, { merchantId: event.tenantId, ...PlacedOrder.parse(event.payload) }),
  'order.changed': async (ctx, event) => promiseOrderEvent(ctx, ChangedOrder.parse(event.payload)),
  'order.refund': async (ctx, event) => settleRefund(ctx, Adjustment.parse(event.payload)),
  'order.void': async (ctx, event) => voidOrder(ctx, Adjustment.parse(event.payload)),
  'order-event.deliver': async (ctx, event) => deliverOrderEvent(ctx, OrderEvent.parse(event.payload), { isLast: isLast(event) }),
  'hosted-checkout.settle': async (ctx, event) => void (await settleHostedCheckout(ctx, HostedCheckout.parse(event.payload))),
  'payment-account.sync': async (ctx, event) => syncAccountById(ctx, Account.parse(event.payload).accountId),
  'feed.publish': async (ctx, event) => publishFeed(ctx, Feed.parse(event.payload)),
} satisfies Record<OutboxTopic, Consumer>;

/** Its owner, the kitchen, the people of the store, and who listens at the merchant: none waits for another. */
async function tellOrder(ctx: Ctx, order: { merchantId: string; orderId: string }): Promise<void> {
  await Promise.all([tellPurchase(ctx, order), openTicket(ctx, order), tellNewOrder(ctx, order), ctx.ports.orderEvents.promiseCreated(ctx, order)]);
}

/** The people of the store, those who asked for it. */
async function tellNewOrder(ctx: Ctx, { merchantId, orderId }: { merchantId: string; orderId: string }): Promise<void> {
  const order = await getOrder(ctx, orderId);
  if (!order) return;
  await inTransaction(ctx, (tx) => tellStore(tx, { merchantId, event: 'order', subject: orderId, money: money(order.totalAmount, order.currency), path: `/dashboard/orders/${orderId}` }));
}
