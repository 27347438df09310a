import type { Endpoint } from '@/lib/http/endpoint';
import { getArt } from './art';
import { EVIDENCE_LIMIT_BYTES, postVerify, takeEvidenceCheck } from './evidence';
import { getHealth, getHealthLive, getHealthReady, getReady } from './health';
import { postStripeWebhook } from './stripe-webhook';

export { renderFailure } from './errors';
export { EVIDENCE_LIMIT_BYTES, getArt, getHealth, getHealthLive, getHealthReady, getReady, postStripeWebhook, postVerify, takeEvidenceCheck };

/** What a balancer and an orchestrator of processes ask, the check of evidence that is anyone's, the pictures of pizzas, and what Stripe posts. */
export const endpoints: readonly Endpoint[] = [getHealth, getHealthLive, getHealthReady, getReady, getArt, postVerify, postStripeWebhook];
