import { challengeCode } from '@/lib/acs';
import { answerChallenge, authenticate, getAuthentication, startAuthentication } from '@/lib/authentication';
import type { AuthenticationReport, Checkout } from '@/lib/checkout';
import { newUuid } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx, PaymentCredentialPort, PaymentPort } from '@/lib/ports';
import { cardAuthentication } from '@/lib/providers/card-authentication';
import type { KeptCard } from '@/lib/vault';

// Cards behind tokens without a vault: `vt_{number}_{anything}` is a token of that card, used once an attempt was made with it.

export const CHALLENGED = '4000000000003220';
export const FRICTIONLESS = '4000000000003055';
export const PLAIN = '4242424242424242';

const NEEDS: Readonly<Record<string, KeptCard['authentication']>> = { [CHALLENGED]: 'challenge', [FRICTIONLESS]: 'frictionless', '4000000000003105': 'frictionless' };
const numberOf = (token: string): string => token.split('_')[1] ?? '';

export const tokenOf = (number: string): string => `vt_${number}_${newUuid()}`;

const credentials: PaymentCredentialPort = {
  async claim(ctx, { token }) {
    const used = await ctx.db.query({ name: 'test.used', text: 'select 1 as used from payment_attempt where token_id = $1', values: [token] });
    if (used.length > 0) return { ok: false, refusal: 'used' };
    return { ok: true, credential: { kind: 'vault', tokenId: token, cardId: 'card_1', cardBin: numberOf(token).slice(0, 6), authenticated: false } };
  },
  identify: (_ctx, token) => Promise.resolve(token),
  describe: () => Promise.resolve(null),
  settle: () => Promise.resolve(),
  invalidate: () => Promise.resolve(),
};

const findCard = (_ctx: Ctx, tokenId: string): Promise<KeptCard> => {
  const number = numberOf(tokenId);
  return Promise.resolve({ number, brand: number.startsWith('6') ? 'discover' : 'visa', authentication: NEEDS[number] ?? 'none' });
};

/** The same Ctx, in which such tokens pay at a network that says yes unless `network` says otherwise. */
export const withCards = <C extends Ctx>(ctx: C, network: Partial<PaymentPort> = {}): C => ({
  ...ctx,
  ports: {
    ...ctx.ports,
    credentials,
    cardAuthentication: cardAuthentication(findCard),
    payment: {
      ...ctx.ports.payment,
      retrieve: () => Promise.resolve(null),
      authorize: () => Promise.resolve({ status: 'authorized', reference: `txn_${newUuid()}`, refundedAmount: 0n }),
      ...network,
    },
  },
});

/** Takes a card through an authentication to its end, a challenge passed, and answers what an agent reports of it. */
export async function authenticateCard(ctx: Ctx, { merchantId, id, totals, currency }: Checkout, number: string): Promise<AuthenticationReport> {
  const actor = { kind: 'merchant', merchantId, keyId: 'key_test' } as const;
  const begun = await startAuthentication(ctx, {
    merchantId, actor, card: { number, expMonth: '12', expYear: '2040' }, amount: totals.totalAmount, currency, checkoutId: id, javaScript: false, challengeAsked: false, notificationUrl: null,
  });
  invariant(begun.ok, 'the card is good');
  const asked = await authenticate(ctx, { id: begun.value.id, actor, checkoutId: null, notificationUrl: null });
  invariant(asked.ok, 'the issuer is asked');
  const { acsTransactionId } = asked.value;
  if (asked.value.status === 'challenge') await answerChallenge(ctx, acsTransactionId, { kind: 'code', code: challengeCode(ctx.keyring, acsTransactionId) });
  const found = await getAuthentication(ctx, { id: begun.value.id, actor });
  invariant(found.ok && found.value.result, 'it has ended');
  const { result } = found.value;
  const outcome = result.transactionStatus === 'Y' ? 'authenticated' : result.transactionStatus === 'A' ? 'attempt_acknowledged' : 'denied';
  return { outcome, cryptogram: result.cryptogram, eci: result.eci, transactionId: result.dsTransactionId, version: result.version };
}
