import { listPaymentMandates, signMandate } from '@/lib/mandate';
import { addSeconds } from '@/lib/kernel/clock';
import { newId, randomToken } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { money, toDecimal } from '@/lib/kernel/money';
import { record, type CheckoutSnapshot, type Ctx } from '@/lib/ports';
import { insertToken, lapseTokens } from './store';
import type { Payment } from './types';

const TTL_SECONDS = 5 * 60;

/** The end of a token that is issued now: five minutes, or the checkout's own end. */
export function tokenExpiry(now: Date, checkoutExpiresAt: Date): Date {
  const latest = addSeconds(now, TTL_SECONDS);
  return checkoutExpiresAt < latest ? checkoutExpiresAt : latest;
}

/** Signs the cart mandate of an approved payment, in the caller's transaction. Answers its id. */
export async function signCartMandate(ctx: Ctx, payment: Payment, snapshot: Omit<CheckoutSnapshot, 'expiresAt'>): Promise<string> {
  const decimal = (amount: bigint): string => toDecimal(money(amount, snapshot.currency));
  const subtotal = snapshot.items.reduce((total, item) => total + item.totalAmount, 0n);
  const mandate = await signMandate(ctx, {
    walletId: payment.walletId,
    merchantId: payment.merchantId,
    paymentId: payment.id,
    mandate: {
      type: 'cart' as const,
      agentId: payment.agentId,
      ownerId: payment.walletId,
      cart: {
        merchantId: snapshot.merchantHandle,
        checkoutId: snapshot.checkoutId,
        snapshotHash: snapshot.hash,
        items: snapshot.items.map((item) => ({
          id: item.id,
          name: item.name,
          ...(item.category === '' ? {} : { category: item.category }),
          quantity: item.quantity,
          unitPrice: decimal(item.unitAmount),
          total: decimal(item.totalAmount),
        })),
        subtotal: decimal(subtotal),
        ...(snapshot.discountAmount > 0n ? { discount: decimal(snapshot.discountAmount) } : {}),
        ...(snapshot.fulfillmentTitle === null ? {} : { shipping: decimal(snapshot.fulfillmentAmount) }),
        tax: decimal(snapshot.taxAmount),
        ...(snapshot.feeAmount === undefined ? {} : { fee: decimal(snapshot.feeAmount) }),
        total: decimal(snapshot.totalAmount),
        currency: snapshot.currency,
      },
      humanPresent: payment.humanPresent,
      ...(payment.approvalId === null ? {} : { approvalId: payment.approvalId }),
    },
    evidence: { snapshot: snapshot.facts },
  });
  return mandate.mandateId;
}

/**
 * Issues the token of an approved payment with its payment mandate, in the caller's transaction. A checkout has one live token at most:
 * a lapsed one is put out of the way first, a live one makes the database refuse.
 */
export async function issueToken(ctx: Ctx, command: { payment: Payment; merchantHandle: string; cartMandateId: string; paymentMethodId: string; expiresAt: Date }): Promise<string> {
  const { payment, merchantHandle, cartMandateId, paymentMethodId, expiresAt } = command;
  const tokenId = newId('token', ctx.clock.now().getTime());
  const token = randomToken('vt_');
  const mandate = await signMandate(ctx, {
    walletId: payment.walletId,
    merchantId: payment.merchantId,
    paymentId: payment.id,
    mandate: {
      type: 'payment' as const,
      cartMandateId,
      agentId: payment.agentId,
      humanPresent: payment.humanPresent,
      paymentMethod: { type: 'card' as const, tokenId },
      merchantId: merchantHandle,
      checkoutId: payment.checkoutId,
      amount: toDecimal(payment),
      currency: payment.currency,
      expiresAt: expiresAt.toISOString(),
    },
  });
  await lapseTokens(ctx, payment.checkoutId);
  await insertToken(ctx, { id: tokenId, token, payment, paymentMethodId, paymentMandateId: mandate.mandateId, expiresAt });
  const detail = { payment_id: payment.id, amount: toDecimal(payment), currency: payment.currency, human_present: payment.humanPresent };
  await record(ctx, { of: payment, kind: 'token.issued', actor: payment.agentId, subject: tokenId, detail });
  return token;
}

/** The cart mandate that an approved payment was signed under. */
export async function getCartMandateId(ctx: Ctx, paymentId: string): Promise<string> {
  const mandates = await listPaymentMandates(ctx, paymentId);
  const cart = mandates.findLast((mandate) => mandate.type === 'cart');
  invariant(cart, `payment ${paymentId} has a cart mandate`);
  return cart.mandateId;
}
