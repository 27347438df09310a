import { createHmac } from 'node:crypto';

/** X-Webhook-Signature: HMAC-SHA256 over `timestamp.body`, in hex, so that neither can be moved to another (rules.md, Webhooks). */
export const signWebhook = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Merchant-Signature of ACP, in every version: t=<unix seconds>,v1=<hex HMAC-SHA256 of `timestamp.body`> (specs/acp.md, Webhooks). */
export const signOrderEvent = (secret: string, timestamp: string, body: string): string =>
  `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
