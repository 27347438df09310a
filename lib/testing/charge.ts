import { issueDemoCard, openExternalCard, type OwnBankId } from '@/lib/bank';
import { newId, newUuid } from '@/lib/kernel/id';
import { toDecimal, type Currency } from '@/lib/kernel/money';
import { ensureSigningKeys, signCompact, verifyOwnMandate } from '@/lib/mandate';
import { assessRisk, type AgentAuthorizeRequest, type CardAuthorizeRequest } from '@/lib/network';
import type { Ctx, Ports, WalletCredential } from '@/lib/ports';

/** What the network asks of others, for tests that stand on it alone. */
export const networkPorts: Partial<Ports> = { mandateVerifier: { verify: verifyOwnMandate }, risk: { assess: assessRisk } };

export type Cardholder = { readonly userId: string; readonly cardId: string; readonly cardBin: string };

export type Charge = {
  readonly amount: bigint;
  readonly currency?: Currency;
  readonly merchantId?: string;
  /** A new owner's, unless given. */
  readonly card?: Cardholder;
  readonly bank?: OwnBankId;
  readonly credential?: Partial<WalletCredential>;
  /** What the mandate says other than the request. */
  readonly mandate?: object;
};

/** A request as the store makes it, under a mandate that the wallet signed over exactly it. */
export async function chargeRequest(ctx: Ctx, charge: Charge): Promise<{ userId: string; request: AgentAuthorizeRequest }> {
  const { amount, currency = 'CAD', merchantId = newUuid() } = charge;
  const { userId, cardId, cardBin } = charge.card ?? (await newCardholder(ctx, charge.bank));
  const credential = {
    kind: 'wallet' as const, tokenId: newId('token'), paymentId: newId('payment'), cardId, cardBin, agentId: newId('agent'), agentName: 'Shopper', agentCreatedAt: ctx.clock.now().toISOString(), ownerId: userId, humanPresent: false,
    mandateId: newId('mandate'), ...charge.credential,
  };
  const request = { idempotencyKey: newId('attempt'), merchantId, merchantHandle: 'regal-moose', merchantName: 'Regal Moose', checkoutId: newUuid(), amount, currency, credential };
  return { userId, request: { ...request, credential: { ...credential, mandate: await signFor(ctx, request, charge.mandate) } } };
}

/** The payment mandate of a request (compact JWS), with what is said otherwise. */
export async function signFor(ctx: Ctx, { merchantHandle, checkoutId, amount, currency, credential }: AgentAuthorizeRequest, otherwise: object = {}): Promise<string> {
  await ensureSigningKeys(ctx);
  const mandate = {
    mandateId: credential.mandateId, type: 'payment', cartMandateId: newId('mandate'), agentId: credential.agentId, humanPresent: credential.humanPresent,
    paymentMethod: { type: 'card', tokenId: credential.tokenId }, merchantId: merchantHandle, checkoutId, amount: toDecimal({ amount, currency }), currency,
    expiresAt: new Date(ctx.clock.now().getTime() + 900_000).toISOString(), createdAt: ctx.clock.now().toISOString(), ...otherwise,
  };
  return (await signCompact(ctx, 'mandate', 'mandate+jwt', JSON.stringify(mandate))).jws;
}

/** A request as the store makes it with a card out of the vault. */
export function cardChargeRequest({ amount, currency = 'CAD', merchantId = newUuid() }: Charge, { cardId, cardBin }: Cardholder, authenticated = false): CardAuthorizeRequest {
  const credential = { kind: 'vault' as const, tokenId: newId('token'), cardId, cardBin, authenticated };
  return { idempotencyKey: newId('attempt'), merchantId, merchantHandle: 'regal-moose', merchantName: 'Regal Moose', checkoutId: newUuid(), amount, currency, credential };
}

/** Whoever has a card of an issuer elsewhere, on credit in CAD. */
export async function newCreditHolder(ctx: Ctx, number = '4242424242424242'): Promise<Cardholder> {
  const bin = number.slice(0, 6);
  const { cardId } = await openExternalCard(ctx, { number, brand: 'visa', bin, last4: number.slice(-4), currency: 'CAD', reviewed: false });
  return { userId: cardId, cardId, cardBin: bin };
}

/** A person with a funded card (5,000.00 CAD and EUR) at a bank. */
export async function newCardholder(ctx: Ctx, bank?: OwnBankId): Promise<Cardholder> {
  const userId = newId('user');
  const { cardId, bin } = await issueDemoCard(ctx, { userId, bank });
  return { userId, cardId, cardBin: bin };
}
