import { createHmac } from 'node:crypto';
import { equalInConstantTime } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';

/**
 * What the links of an order's mails hold, 256 bits: who has it may cancel and say that they are here. Derived, so that a mail that is sent twice
 * holds the same and none is kept (ADR 0037).
 */
export const passSecret = (ctx: Ctx, orderId: string): string => createHmac('sha256', ctx.keyring.derive('order.pass')).update(orderId).digest('base64url');

/** Whether a secret is the one of this order. */
export const opensPass = (ctx: Ctx, orderId: string, secret: string): boolean => equalInConstantTime(secret, passSecret(ctx, orderId));

/** The address that opens an order's pass for its customer. */
export const passLink = (ctx: Ctx, orderId: string): string => `${ctx.settings.orderPassBaseUrl}/orders/${orderId}/pass?key=${passSecret(ctx, orderId)}`;
