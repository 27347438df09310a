import { z } from 'zod';
import { SNOOZED_WITHOUT_END, snoozeItem } from '@/lib/catalog';
import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { addSeconds } from '@/lib/kernel/clock';
import { BUSY_MINUTES_MAX, setKitchenState } from '@/lib/kitchen';
import { consoleEndpoint, readBody } from '../endpoint';
import { toKitchenBody } from './to-wire';

const MAX_DAYS = 31;

const Time = z.iso.datetime({ offset: true });
export const StateBody = z
  .strictObject({ paused: z.boolean().optional(), pausedUntil: Time.nullable().optional(), busyMinutes: z.int().min(0).max(BUSY_MINUTES_MAX).optional() })
  .refine(({ paused, pausedUntil }) => paused === true || pausedUntil === undefined || pausedUntil === null, { path: ['pausedUntil'], message: 'needs paused: true beside it' });
export const SnoozeBody = z.strictObject({ until: z.union([Time, z.literal('endless')]).nullable() });

/** PATCH /merchant/kitchen/state {paused?, pausedUntil?, busyMinutes?}: pausedUntil null or left out is until someone resumes. Answers how busy the kitchen is. */
export const patchKitchenState: Endpoint = consoleEndpoint('PATCH', '/merchant/kitchen/state', 'member', async (ctx, request, { merchantId }) => {
  const { paused, pausedUntil, busyMinutes } = await readBody(request, StateBody);
  const until = pausedUntil ? readTime(ctx, pausedUntil, '$.pausedUntil') : null;
  return answerCoded(200, toKitchenBody(await setKitchenState(ctx, { merchantId, paused, pausedUntil: until, busyMinutes })));
});

/** POST /merchant/kitchen/items/{sku}/snooze {until}: a time, `endless` for until someone says so, null for back on sale. */
export const postItemSnooze: Endpoint = consoleEndpoint('POST', '/merchant/kitchen/items/[sku]/snooze', 'member', async (ctx, request, { merchantId }, { sku = '' }) => {
  const { until } = await readBody(request, SnoozeBody);
  const at = until === null ? null : until === 'endless' ? SNOOZED_WITHOUT_END : readTime(ctx, until, '$.until');
  const found = await snoozeItem(ctx, { merchantId, itemId: sku, until: at });
  if (!found) return answerCoded(404, { error: 'There is no such item.', errorCode: 'ITEM_NOT_FOUND', retryable: false });
  return answerCoded(200, { sku, snoozed: at !== null, snoozedUntil: at === null || until === 'endless' ? null : at.toISOString() });
});

function readTime(ctx: RequestCtx, text: string, param: string): Date {
  const at = new Date(text);
  const now = ctx.clock.now();
  if (at <= now || at > addSeconds(now, MAX_DAYS * 86_400)) throw fail(400, 'invalid_request', `must lie ahead, at most ${MAX_DAYS} days`, { param });
  return at;
}
