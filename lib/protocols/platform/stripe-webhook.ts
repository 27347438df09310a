import { readText } from '@/lib/http/body';
import { endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';

/** Stripe's largest events are well under it. */
export const STRIPE_EVENT_LIMIT_BYTES = 256 * 1024;

/**
 * POST /webhooks/stripe: what Stripe tells of payments (docs/stripe.md). 200 for an event that was taken, now or before, and for one that is
 * about nothing of ours; 400 without Stripe's signature over the very bytes; 404 where Stripe is not configured.
 */
export const postStripeWebhook = endpoint({
  method: 'POST',
  path: '/webhooks/stripe',
  wire: 'platform',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    const body = await readText(request, STRIPE_EVENT_LIMIT_BYTES);
    const notices = ctx.ports.stripeNotices;
    if (!notices) throw fail(404, 'not_found', 'This installation takes no payments by Stripe.');
    const signature = request.headers.get('stripe-signature');
    if (signature === null) throw fail(400, 'invalid_request', 'The header Stripe-Signature is missing.');
    const received = await notices.receive(ctx, { body, signature });
    if (received === 'forged') throw fail(400, 'invalid_request', 'The signature does not fit the body, or is too old.');
    return Response.json({ received });
  },
});
