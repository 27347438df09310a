import { newId, newUuid } from '@/lib/kernel/id';
import { findPayee } from '@/lib/payment-hub';
import type { AuthorizeRequest, PaymentPort } from '@/lib/ports';
import { stripeCredentials, stripePayment } from '@/lib/providers/stripe';
import type { PaymentWorld } from './payment-contract';
import { makeShop, type Shop } from './shop';
import { startStripeStub, type StripeStub, type StubFault } from './stripe-stub';
import { testCtx } from './test-ctx';

export type StripeWorld = PaymentWorld & {
  readonly stub: StripeStub;
  readonly shop: Shop;
  /** An attempt that pays with this token of Stripe's. */
  requestWith(token: string, amount?: bigint): Promise<AuthorizeRequest>;
};

const stubs = new Set<StripeStub>();

export async function closeStripeWorlds(): Promise<void> {
  await Promise.all([...stubs].map((stub) => stub.close()));
}

/** Long enough for a busy machine; a stub that hangs is waited for twice as long. */
const TIMEOUT_MS = 1_500;
const HASTE = { timeoutMs: 250, retries: 0 };

/** The payment port over a Stripe of our own, on the database of the test file. */
export async function makeStripeWorld(): Promise<StripeWorld> {
  const [ctx, stub] = [await testCtx(), await startStripeStub()];
  stubs.add(stub);
  const shop = await makeShop(ctx);
  const config = { secretKey: stub.secretKey, webhookSecret: stub.webhookSecret, apiBase: stub.url };

  const requestWith = async (token: string, amount = 1_650n): Promise<AuthorizeRequest> => {
    const [checkoutId, { merchantId, handle }] = [newUuid(), shop];
    const claimed = await stripeCredentials(findPayee).claim(ctx, { token, merchantId, checkoutId, snapshotHash: '', amount, currency: 'CAD', agentId: null });
    if (!claimed.ok) throw new Error(`the token was refused: ${claimed.refusal}`);
    const { credential } = claimed;
    return { idempotencyKey: newId('attempt'), merchantId, merchantHandle: handle, merchantName: 'Test shop', checkoutId, amount, currency: 'CAD', credential };
  };

  return {
    ctx,
    stub,
    shop,
    port: stripePayment(config, { timeoutMs: TIMEOUT_MS, retries: 1 }),
    requestWith,
    request: () => requestWith('pm_card_visa'),
    poorRequest: () => requestWith('pm_card_visa_chargeDeclinedInsufficientFunds'),
    losingAnswers: (call) => call(failingWrites(stripePayment(config, HASTE), stub, 'hang_after')),
    whileDown: async (work) => {
      // Each call is tried twice, and a closed line once more.
      stub.fail('POST /v1/payment_intents', 'cut', 2);
      await work();
    },
    authorizations: ({ idempotencyKey }) => Promise.resolve([...stub.account.intents.values()].filter(isAuthorizationOf(idempotencyKey)).length),
  };
}

const isAuthorizationOf = (key: string) => ({ metadata, latest_charge }: { metadata: Record<string, string>; latest_charge: unknown }): boolean =>
  metadata.countersign_attempt === key && latest_charge !== null;

/** Every call that changes something goes wrong once, in that way. */
function failingWrites(port: PaymentPort, stub: StripeStub, fault: StubFault): PaymentPort {
  const failing = <A extends unknown[], T>(begins: string, call: (...args: A) => Promise<T>) => (...args: A): Promise<T> => {
    stub.fail(begins, fault);
    return call(...args);
  };
  return {
    ...port,
    authorize: failing('POST /v1/payment_intents', port.authorize),
    capture: failing('POST /v1/payment_intents', port.capture),
    void: failing('POST /v1/payment_intents', port.void),
    refund: failing('POST /v1/refunds', port.refund),
  };
}
