import { z } from 'zod';
import { orThrow, type Asker } from './asker';
import { PaymentIntent } from './payment-intent';

/** The name of a hosted checkout in the metadata of its session and of the payment made there. */
export const HOSTED = 'countersign_hosted_checkout';

export const SESSION_EXPAND = ['payment_intent', 'payment_intent.latest_charge'];

/** What we read of a Checkout Session. `payment_intent` is expanded wherever it is read. */
export const CheckoutSession = z.object({
  id: z.string().regex(/^cs_\w+$/),
  status: z.enum(['open', 'complete', 'expired']).nullish(),
  payment_status: z.string(),
  amount_total: z.number().int().nullish(),
  currency: z.string().nullish(),
  url: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  payment_intent: z.preprocess((intent) => (typeof intent === 'object' ? intent : null), PaymentIntent.nullish()),
});
export type CheckoutSession = z.infer<typeof CheckoutSession>;

/** What Stripe names its sessions by. Paid, one is what its checkout is paid with. */
export const isSessionId = (token: string): boolean => token.startsWith('cs_');

export async function fetchSession({ stripe, ask }: Asker, id: string): Promise<CheckoutSession> {
  return CheckoutSession.parse(orThrow('retrieve a checkout', await ask('retrieve a checkout', () => stripe.checkout.sessions.retrieve(id, { expand: SESSION_EXPAND }))));
}
