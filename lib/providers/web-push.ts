import { createECDH } from 'node:crypto';
import webpush from 'web-push';
import { fetchOutbound } from '@/lib/http/outbound';
import type { Keyring } from '@/lib/kernel/keyring';
import type { Ctx, PushPort } from '@/lib/ports';

/** RFC 8292: the public key as the uncompressed point, the private one as the number, both base64url. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

/** As for webhooks: well under the relay's own limit, and nothing is read of an answer but its status. */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 64 * 1024;

/**
 * Web Push: web-push encrypts and signs, and the request goes out over the guard for URLs that others chose, since a browser says itself
 * where its push service is. `given`: the operator's keys, else the installation's own.
 */
export function webPush(given: VapidKeys | null): PushPort {
  const keysOf = ({ keyring }: Ctx): VapidKeys => given ?? deriveVapidKeys(keyring);
  return {
    publicKey: (ctx) => keysOf(ctx).publicKey,

    async send(ctx, { target, payload, ttlSeconds, urgency, topic }) {
      const subscription = { endpoint: target.endpoint, keys: { p256dh: target.p256dh, auth: target.auth } };
      const vapidDetails = { subject: contactOf(ctx), ...keysOf(ctx) };
      const details = webpush.generateRequestDetails(subscription, payload, { vapidDetails, TTL: ttlSeconds, urgency, topic, contentEncoding: 'aes128gcm' });
      // undici writes the length itself; web-push writes numbers where HTTP has text.
      const headers = Object.fromEntries(Object.entries(details.headers).filter(([name]) => name.toLowerCase() !== 'content-length').map(([name, value]) => [name, String(value)]));
      const answer = await fetchOutbound(target.endpoint, {
        method: 'POST', headers, body: details.body, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, allowLoopbackHttp: ctx.settings.testMode,
      });
      if (answer.ok) return { status: answer.value.status };
      throw new Error(answer.error.code === 'unreachable' ? `unreachable: ${answer.error.reason}` : answer.error.code);
    },
  };
}

/** Whom a push service may turn to (RFC 8292, 2.1): it has to be https or a mail address. */
const contactOf = ({ settings }: Ctx): string => (settings.publicOrigin.startsWith('https:') ? settings.publicOrigin : 'mailto:operator@localhost.invalid');

/** The installation's own pair: the same in every process and after every rotation, so that subscriptions stay valid. */
function deriveVapidKeys(keyring: Keyring): VapidKeys {
  const pair = createECDH('prime256v1');
  for (let attempt = 1; ; attempt++) {
    const privateKey = keyring.derive(`web-push.vapid.${attempt}`);
    try {
      pair.setPrivateKey(privateKey);
      return { publicKey: pair.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
    } catch {
      // Of 2^32 numbers one is outside the curve's order: the next label has another.
    }
  }
}
