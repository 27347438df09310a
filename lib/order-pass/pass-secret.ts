import { orderPassSecret } from '@/lib/kitchen';
import { equalInConstantTime } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';

/** Whether a secret is the one of this order. */
export const opensPass = (ctx: Ctx, orderId: string, secret: string): boolean => equalInConstantTime(secret, orderPassSecret(ctx, orderId));

/** The address that opens an order's pass for its customer. */
export const passLink = (ctx: Ctx, orderId: string): string => `${ctx.settings.orderPassBaseUrl}/orders/${orderId}/pass?key=${orderPassSecret(ctx, orderId)}`;
