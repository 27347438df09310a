import { createHmac } from 'node:crypto';

/** X-Webhook-Signature: HMAC-SHA256 over `timestamp.body`, in hex, so that neither can be moved to another (rules.md, Webhooks). */
export const signWebhook = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
