import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { challengeCode, decideResponse, SCENARIOS, type Scenario } from '@/lib/acs';
import { inTransaction } from '@/lib/ports';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { answerChallenge, authenticate, getAuthentication, redeemProof, startAuthentication, type AuthenticationStatus } from './index';

// Whatever agents, persons and time do, in whatever order: an authentication goes only where a small model says, ends for good, proves
// something only where the issuer vouched for it, and pays once.

const CARDS: Readonly<Record<Scenario, string>> = {
  frictionless: '4000000000003055', challenge: '4000000000003220', attempt: '4000000000003105', refused: '4000000000003113', rejected: '4000000000003097', unavailable: '4000000000003063',
};
const ANSWERS = { Y: 'authenticated', A: 'attempted', N: 'not_authenticated', R: 'rejected', U: 'unavailable', C: 'challenge' } as const;
const LIFE_SECONDS = 1_800;

type Step = { readonly kind: 'ask' | 'right code' | 'wrong code' | 'cancel' | 'redeem' } | { readonly kind: 'wait'; readonly seconds: number };
type Model = { status: AuthenticationStatus; wrong: number; age: number; used: boolean };

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Step>({ kind: 'ask' }) },
    { weight: 5, arbitrary: fc.constantFrom<Step>({ kind: 'right code' }, { kind: 'wrong code' }, { kind: 'wrong code' }, { kind: 'cancel' }, { kind: 'redeem' }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 600, LIFE_SECONDS) }) },
  ),
  { maxLength: 10 },
);
const starts = fc.record({ scenario: fc.constantFrom(...SCENARIOS), javaScript: fc.boolean(), challengeAsked: fc.boolean() });

let ctx: TestCtx;
let shop: Shop;
let checkoutId: string;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  checkoutId = (await openCheckout(ctx, shop, null)).id;
});

it('an authentication goes only where the model says', { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(starts, steps, async ({ scenario, javaScript, challengeAsked }, taken) => {
      const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } as const;
      const begun = await startAuthentication(ctx, {
        merchantId: shop.merchantId, actor, card: { number: CARDS[scenario], expMonth: '12', expYear: '2090' }, amount: 100n, currency: 'CAD', checkoutId: null,
        javaScript, challengeAsked, notificationUrl: null,
      });
      if (!begun.ok) throw new Error(begun.error.code);
      const { id, acsTransactionId, cardFingerprint } = begun.value;
      const model: Model = { status: javaScript ? 'fingerprint' : 'pending', wrong: 0, age: 0, used: false };
      const isOpen = () => ['fingerprint', 'pending', 'challenge'].includes(model.status);
      const code = challengeCode(ctx.keyring, acsTransactionId);
      for (const step of taken) {
        if (isOpen() && model.age >= LIFE_SECONDS) model.status = 'expired';
        await act(step, model);
        const seen = await getAuthentication(ctx, { id, actor });
        if (!seen.ok) throw new Error(seen.error.code);
        expect(seen.value.authentication).toMatchObject({ status: model.status, wrongCodes: model.wrong });
        expect(seen.value.result?.cryptogram != null).toBe(model.status === 'authenticated' || model.status === 'attempted');
      }

      async function act(step: Step, now: Model): Promise<void> {
        switch (step.kind) {
          case 'ask': {
            const asked = await authenticate(ctx, { id, actor, checkoutId: null, notificationUrl: null });
            expect(asked.ok).toBe(['fingerprint', 'pending', 'expired'].includes(now.status));
            if (now.status === 'fingerprint' || now.status === 'pending') now.status = ANSWERS[decideResponse(scenario, { challenge: challengeAsked })];
            return;
          }
          case 'right code':
            await answerChallenge(ctx, acsTransactionId, { kind: 'code', code });
            if (now.status === 'challenge') now.status = 'authenticated';
            return;
          case 'wrong code':
            await answerChallenge(ctx, acsTransactionId, { kind: 'code', code: `${code}1` });
            if (now.status !== 'challenge') return;
            now.wrong += 1;
            if (now.wrong === 3) now.status = 'not_authenticated';
            return;
          case 'cancel':
            await answerChallenge(ctx, acsTransactionId, { kind: 'cancel' });
            if (now.status === 'challenge') now.status = 'challenge_abandoned';
            return;
          case 'wait':
            ctx.clock.advance(step.seconds);
            now.age += step.seconds;
            if (isOpen() && now.age >= LIFE_SECONDS) now.status = 'expired';
            return;
          case 'redeem':
            return redeem(now);
        }
      }

      async function redeem(now: Model): Promise<void> {
        const seen = await getAuthentication(ctx, { id, actor });
        const result = seen.ok ? seen.value.result : null;
        const proof = {
          outcome: result?.transactionStatus === 'A' ? ('attempted' as const) : ('authenticated' as const),
          cryptogram: result?.cryptogram ?? 'AAECAwQFBgcICQoLDA0ODxAREhM=', eci: result?.eci ?? '05', transactionId: begun.ok ? begun.value.dsTransactionId : '', version: '2.2.0',
        };
        const taken = await inTransaction(ctx, (tx) => redeemProof(tx, { proof, cardFingerprint, merchantId: shop.merchantId, checkoutId, amount: 100n, currency: 'CAD' }));
        const isGood = (now.status === 'authenticated' || now.status === 'attempted') && !now.used && now.age < LIFE_SECONDS;
        expect(taken.ok).toBe(isGood);
        now.used ||= isGood;
      }
    }),
    { numRuns: 150 },
  ),
);
