import { inTransaction, type Ctx } from '@/lib/ports';
import { tellStore } from '@/lib/store-notice';
import { recordAttempt } from './delivery-store';
import { SECRET_PURPOSE } from './secret';
import { signOrderEvent, signWebhook } from './sign';
import { findTarget, type WebhookTarget } from './store';
import { isOrderEvent, type AttemptOutcome, type DeliveryStatus, type MerchantDelivery, type SignatureScheme } from './types';

export type Post = {
  /** Nothing comes after this attempt. */
  readonly isLast: boolean;
  /** By a person. */
  readonly resent: boolean;
};

export type Posted = { readonly status: DeliveryStatus; readonly outcome: AttemptOutcome };

/**
 * Posts a delivery once, as it stands, under a fresh time and signature, and keeps what came of it. Answers null where its endpoint is gone:
 * nothing was posted.
 */
export async function postDelivery(ctx: Ctx, delivery: MerchantDelivery, post: Post): Promise<Posted | null> {
  const target = await findTarget(ctx, delivery.endpointId);
  return target && postTo(ctx, target, delivery, post);
}

/** The same where it is known already where the delivery goes. */
export async function postTo(ctx: Ctx, target: WebhookTarget, delivery: MerchantDelivery, { isLast, resent }: Post): Promise<Posted> {
  const secret = ctx.keyring.open(target.sealedSecret, SECRET_PURPOSE);
  const at = ctx.clock.now();
  const began = performance.now();
  const answer = await ask(ctx, target.url, { body: delivery.body, headers: headersOf(delivery, { secret, scheme: target.signature }, at) });
  const outcome: AttemptOutcome = { at, durationMs: Math.round(performance.now() - began), answer, resent };
  const status = statusAfter(delivery, answer, isLast);
  if (status === 'failed' && !resent) await inTransaction(ctx, (tx) => recordFailure(tx, delivery, outcome, target.url));
  else await recordAttempt(ctx, delivery, outcome, status);
  return { status, outcome };
}

/** Nobody took it, however often it was sent: the store is told, once a day for each endpoint. */
async function recordFailure(tx: Ctx, delivery: MerchantDelivery, outcome: AttemptOutcome, url: string): Promise<void> {
  await recordAttempt(tx, delivery, outcome, 'failed');
  const day = outcome.at.toISOString().slice(0, 10);
  await tellStore(tx, { merchantId: delivery.merchantId, event: 'webhook', subject: `${delivery.endpointId}:${day}`, name: new URL(url).host, path: '/dashboard/webhooks' });
}

async function ask(ctx: Ctx, url: string, request: { headers: Record<string, string>; body: string }): Promise<AttemptOutcome['answer']> {
  try {
    return await ctx.ports.webhook.post(ctx, { url, ...request });
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function headersOf({ type, eventId, body }: MerchantDelivery, { secret, scheme }: { secret: string; scheme: SignatureScheme }, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  if (isOrderEvent(type)) {
    return {
      'content-type': 'application/json',
      'request-id': eventId,
      timestamp: at.toISOString(),
      'merchant-signature': signOrderEvent(secret, timestamp, body),
    };
  }
  // rules.md, Orchestrator.
  if (scheme === 'orchestrator') return { 'content-type': 'application/json', 'x-webhook-id': eventId, 'x-signature': signOrderEvent(secret, timestamp, body) };
  return {
    'content-type': 'application/json',
    'x-webhook-id': eventId,
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': signWebhook(secret, timestamp, body),
  };
}

/** ACP tries again on these alone; what it does not name says, as 400 and 401 do, that the endpoint will not take it (specs/acp.md, Webhooks). */
const mayPass = (status: number): boolean => status === 408 || status === 429 || status >= 500;

function statusAfter({ type }: MerchantDelivery, answer: AttemptOutcome['answer'], isLast: boolean): DeliveryStatus {
  if ('status' in answer) {
    if (answer.status >= 200 && answer.status <= 299) return 'delivered';
    if (isOrderEvent(type) && !mayPass(answer.status)) return 'refused';
  }
  return isLast ? 'failed' : 'pending';
}

/** Why an attempt was none, for the record of the outbox. */
export const faultOf = (answer: AttemptOutcome['answer']): string => ('error' in answer ? answer.error : `the endpoint answered ${answer.status}`);
