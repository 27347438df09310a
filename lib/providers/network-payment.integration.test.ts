import { switchBank } from '@/lib/bank';
import { newId } from '@/lib/kernel/id';
import { inTransaction, type AuthorizeRequest } from '@/lib/ports';
import { describePaymentPort, type PaymentWorld } from '@/lib/testing/payment-contract';
import { makeAgent, makeShop, openCheckout, tokenFor } from '@/lib/testing/shop';
import { testCtx } from '@/lib/testing/test-ctx';
import { networkPayment } from './network-payment';

const LIMITS = [{ currency: 'CAD', perTransactionAmount: 10_000_000n, dailyAmount: 100_000_000n, monthlyAmount: 100_000_000n }] as const;
/** More than the account has, which began with 5,000.00. */
const TOO_MANY = 1_000;

async function makeWorld(): Promise<PaymentWorld> {
  const ctx = await testCtx();
  const [shop, agent] = [await makeShop(ctx), await makeAgent(ctx, { limits: LIMITS })];

  const request = async (quantity: number): Promise<AuthorizeRequest> => {
    const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]);
    const { id: checkoutId, merchantId, merchantHandle, merchantName, currency, snapshotHash } = checkout;
    const amount = checkout.totals.totalAmount;
    const token = await tokenFor(ctx, agent, checkout);
    const claimed = await inTransaction(ctx, (tx) => tx.ports.credentials.claim(tx, { token, merchantId, checkoutId, snapshotHash, amount, currency, agentId: agent.agentId }));
    if (!claimed.ok) throw new Error(`the token was refused: ${claimed.refusal}`);
    return { idempotencyKey: newId('attempt'), merchantId, merchantHandle, merchantName, checkoutId, amount, currency, credential: claimed.credential };
  };

  return {
    ctx,
    port: networkPayment(),
    request: () => request(1),
    poorRequest: () => request(TOO_MANY),
    losingAnswers: (call) => call(networkPayment({ timeoutMs: 0 })),
    whileDown: async (work) => {
      await switchBank(ctx, { bank: 'maple', isUp: false });
      await work();
      await switchBank(ctx, { bank: 'maple', isUp: true });
    },
    authorizations: async ({ checkoutId }) => {
      const rows = await ctx.db.query<{ id: string }>({
        name: 'test.authorizations',
        text: `select id from network_transaction where checkout_id = $1 and status not in ('initiated', 'declined')`,
        values: [checkoutId],
      });
      return rows.length;
    },
  };
}

describePaymentPort('the simulated network', makeWorld);
