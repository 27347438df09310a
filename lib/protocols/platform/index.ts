import type { Endpoint } from '@/lib/http/endpoint';
import { getArt, getPhoto } from './art';
import { EVIDENCE_LIMIT_BYTES, postVerify, takeEvidenceCheck } from './evidence';
import { getHealth, getHealthLive, getHealthReady, getReady } from './health';
import { getMetrics } from './metrics';
import { publishedEndpoints } from './published';
import { postStripeWebhook } from './stripe-webhook';

export { renderFailure } from './errors';
export { getGuide, getLlms, getLlmsFull, getOpenapi, GUIDES } from './published';
export { EVIDENCE_LIMIT_BYTES, getArt, getHealth, getHealthLive, getHealthReady, getMetrics, getPhoto, getReady, postStripeWebhook, postVerify, takeEvidenceCheck };

/** What a balancer and an orchestrator of processes ask, the check of evidence that is anyone's, the pictures of pizzas, what Stripe posts, what Prometheus reads, and what is published. */
export const endpoints: readonly Endpoint[] = [getHealth, getHealthLive, getHealthReady, getReady, getMetrics, getArt, getPhoto, postVerify, postStripeWebhook, ...publishedEndpoints];
