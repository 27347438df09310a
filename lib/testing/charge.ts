import { issueDemoCard } from '@/lib/bank';
import { newId, newUuid } from '@/lib/kernel/id';
import { toDecimal, type Currency } from '@/lib/kernel/money';
import { ensureSigningKeys, signCompact, verifyOwnMandate } from '@/lib/mandate';
import type { AuthorizeRequest, ClaimedCredential, Ctx, Ports } from '@/lib/ports';

/** What the network asks of others, for tests that stand on it alone. */
export const networkPorts: Partial<Ports> = { mandateVerifier: { verify: verifyOwnMandate } };

export type Charge = {
  readonly amount: bigint;
  readonly currency?: Currency;
  readonly merchantId?: string;
  /** A new owner's, unless given. */
  readonly card?: { readonly userId: string; readonly cardId: string };
  readonly credential?: Partial<ClaimedCredential>;
  /** What the mandate says other than the request. */
  readonly mandate?: object;
};

/** A request as the store makes it, under a mandate that the wallet signed over exactly it. */
export async function chargeRequest(ctx: Ctx, charge: Charge): Promise<{ userId: string; request: AuthorizeRequest }> {
  const { amount, currency = 'CAD', merchantId = newUuid() } = charge;
  const { userId, cardId } = charge.card ?? (await newCardholder(ctx));
  const credential = {
    tokenId: newId('token'), paymentId: newId('payment'), cardId, agentId: newId('agent'), agentName: 'Shopper', ownerId: userId, humanPresent: false,
    mandateId: newId('mandate'), ...charge.credential,
  };
  const request = { idempotencyKey: newId('attempt'), merchantId, merchantHandle: 'regal-moose', merchantName: 'Regal Moose', checkoutId: newUuid(), amount, currency, credential };
  return { userId, request: { ...request, credential: { ...credential, mandate: await signFor(ctx, request, charge.mandate) } } };
}

/** The payment mandate of a request (compact JWS), with what is said otherwise. */
export async function signFor(ctx: Ctx, { merchantHandle, checkoutId, amount, currency, credential }: AuthorizeRequest, otherwise: object = {}): Promise<string> {
  await ensureSigningKeys(ctx);
  const mandate = {
    mandateId: credential.mandateId, type: 'payment', cartMandateId: newId('mandate'), agentId: credential.agentId, humanPresent: credential.humanPresent,
    paymentMethod: { type: 'card', tokenId: credential.tokenId }, merchantId: merchantHandle, checkoutId, amount: toDecimal({ amount, currency }), currency,
    expiresAt: new Date(ctx.clock.now().getTime() + 900_000).toISOString(), createdAt: ctx.clock.now().toISOString(), ...otherwise,
  };
  return (await signCompact(ctx, 'mandate', 'mandate+jwt', JSON.stringify(mandate))).jws;
}

async function newCardholder(ctx: Ctx): Promise<{ userId: string; cardId: string }> {
  const userId = newId('user');
  return { userId, cardId: (await issueDemoCard(ctx, { userId })).cardId };
}
