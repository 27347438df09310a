import { sha256Base64url } from '@/lib/kernel/hash';
import type { Ctx, PushTarget } from '@/lib/ports';
import { deleteGoneSubscription, findTarget, recordPushed } from './store';
import { TARGET_PURPOSE } from './subscribe';
import type { PushDelivery } from './types';

/** RFC 8030, 5.4: at most 32 characters of the base64url alphabet. A push service keeps one undelivered message of a topic, the last. */
const topicOf = (tag: string): string => sha256Base64url(tag).slice(0, 32);

/**
 * Sends one message to one device, encrypted for its browser alone; throws unless the push service takes it, so that the outbox tries
 * again. A subscription that the service no longer knows (404, 410: RFC 8030, 7.3) is removed; one that is gone, and a message past its
 * time, are sent nowhere.
 */
export async function deliverPush(ctx: Ctx, { subscriptionId, message, urgent, expiresAt }: PushDelivery): Promise<void> {
  const now = ctx.clock.now();
  const expires = new Date(expiresAt);
  const sealed = expires > now ? await findTarget(ctx, subscriptionId) : null;
  if (sealed === null) return;
  const target = JSON.parse(ctx.keyring.open(sealed, TARGET_PURPOSE)) as PushTarget;
  const { status } = await ctx.ports.push.send(ctx, {
    target,
    payload: JSON.stringify(message),
    ttlSeconds: Math.ceil((expires.getTime() - now.getTime()) / 1000),
    urgency: urgent ? 'high' : 'normal',
    topic: topicOf(message.tag),
  });
  if (status === 404 || status === 410) return deleteGoneSubscription(ctx, { id: subscriptionId, sealedTarget: sealed });
  if (status < 200 || status > 299) throw new Error(`the push service answered ${status}`);
  await recordPushed(ctx, subscriptionId);
}
