import { ECDH } from 'node:crypto';
import { z } from 'zod';
import { NOTIFICATION_CHANNELS, NOTIFICATION_EVENTS } from '@/lib/notification';
import { snakeCaseKeys } from '../snake-case';

const MAX_ENDPOINT_LENGTH = 2_000;
const MAX_LABEL_LENGTH = 200;
const BASE64URL = /^[\w-]+={0,2}$/;

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

/** A point on P-256, uncompressed: what ECDH of RFC 8291 can be done with. */
function isPublicKey(text: string): boolean {
  if (!BASE64URL.test(text) || bytesOf(text).length !== 65) return false;
  try {
    ECDH.convertKey(bytesOf(text), 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

/** POST /api/agent/v1/wallet/push-subscriptions: PushSubscriptionJSON of the Push API, and the owner's word for the device. */
export const SubscribeBody = z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    endpoint: z.string({ error: 'must be a URL' }).max(MAX_ENDPOINT_LENGTH, 'is too long'),
    expiration_time: z.number().nullable().optional(),
    keys: z.strictObject({
      p256dh: z.string({ error: 'must be text' }).max(200).refine(isPublicKey, 'must be a P-256 public key as base64url'),
      auth: z
        .string({ error: 'must be text' })
        .max(200)
        .refine((text) => BASE64URL.test(text) && bytesOf(text).length === 16, 'must be 16 bytes as base64url'),
    }),
    label: z.string({ error: 'must be text' }).max(MAX_LABEL_LENGTH).optional(),
    /** The endpoint that this one was given instead of (pushsubscriptionchange). */
    replaces: z.string({ error: 'must be a URL' }).max(MAX_ENDPOINT_LENGTH, 'is too long').optional(),
  }),
);


const Channels = z.partialRecord(z.enum(NOTIFICATION_CHANNELS), z.boolean({ error: 'must be true or false' }));

/** PATCH /api/agent/v1/wallet/notifications {events: {purchase: {email: true}}}: what is left out stays as it is. */
export const ChooseBody = z.strictObject({ events: z.partialRecord(z.enum(NOTIFICATION_EVENTS), Channels, { error: 'must be an object' }) });

/** POST /api/agent/v1/wallet/stop {agents: "all"}: it says so, because an empty body is soon sent. */
export const StopBody = z.strictObject({ agents: z.literal('all', { error: 'must be "all"' }) });
