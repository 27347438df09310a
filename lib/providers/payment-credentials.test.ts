import { describe, expect, it } from 'vitest';
import type { ClaimedCredential, ClaimRefusal, Ctx, PaymentCredentialPort } from '@/lib/ports';
import { joinCredentials } from './payment-credentials';

const ctx = {} as Ctx;
type Claim = Parameters<PaymentCredentialPort['claim']>[1];
const claim: Claim = { token: 'vt_1', merchantId: 'm', checkoutId: 'c', snapshotHash: 'h', amount: 1n, currency: 'CAD', agentId: null };

const vaultCredential: ClaimedCredential = { kind: 'vault', tokenId: 'tok_1', cardId: 'card_1', cardBin: '424242', authenticated: false };
const providerCredential: ClaimedCredential = { kind: 'provider', tokenId: 'pm_1' };

/** An issuer that claims one way, and writes down what it is asked. */
function issuer(name: string, asked: string[], answer: ClaimedCredential | ClaimRefusal, id: string | null = null): PaymentCredentialPort {
  return {
    claim: async () => (asked.push(`${name} claim`), typeof answer === 'string' ? { ok: false, refusal: answer } : { ok: true, credential: answer }),
    identify: async () => (asked.push(`${name} identify`), id),
    describe: async () => (asked.push(`${name} describe`), null),
    settle: async () => void asked.push(`${name} settle`),
    invalidate: async () => void asked.push(`${name} invalidate`),
  };
}

describe('the tokens of several issuers', () => {
  it('are claimed with the first that knows them', async () => {
    const asked: string[] = [];
    const joined = joinCredentials({ wallet: issuer('wallet', asked, 'unknown'), vault: issuer('vault', asked, vaultCredential), provider: issuer('provider', asked, providerCredential) });
    expect(await joined.claim(ctx, claim)).toEqual({ ok: true, credential: vaultCredential });
    expect(asked).toEqual(['wallet claim', 'vault claim']);
  });

  it.each<ClaimRefusal>(['used', 'expired', 'voided', 'mismatch'])('that the first knows and refuses as %s are asked for nowhere else', async (refusal) => {
    const asked: string[] = [];
    expect(await joinCredentials({ wallet: issuer('wallet', asked, refusal), vault: issuer('vault', asked, vaultCredential) }).claim(ctx, claim)).toEqual({ ok: false, refusal });
    expect(asked).toEqual(['wallet claim']);
  });

  it('that nobody knows are unknown', async () => {
    const joined = joinCredentials({ wallet: issuer('wallet', [], 'unknown'), vault: issuer('vault', [], 'unknown') });
    expect(await joined.claim(ctx, claim)).toEqual({ ok: false, refusal: 'unknown' });
    expect([await joined.identify(ctx, 'vt_1'), await joined.describe(ctx, 'vt_1')]).toEqual([null, null]);
  });

  it('are identified by whoever issued them', async () => {
    const asked: string[] = [];
    expect(await joinCredentials({ wallet: issuer('wallet', asked, 'unknown'), vault: issuer('vault', asked, 'unknown', 'tok_1') }).identify(ctx, 'vt_1')).toBe('tok_1');
    expect(asked).toEqual(['wallet identify', 'vault identify']);
  });

  it('are settled by the issuer of their kind, and end with the checkout at each', async () => {
    const asked: string[] = [];
    const joined = joinCredentials({ wallet: issuer('wallet', asked, 'unknown'), vault: issuer('vault', asked, 'unknown') });
    await joined.settle(ctx, { credential: vaultCredential, outcome: 'completed' });
    await joined.invalidate(ctx, 'c');
    expect(asked).toEqual(['vault settle', 'wallet invalidate', 'vault invalidate']);
    await expect(joined.settle(ctx, { credential: providerCredential, outcome: 'completed' })).rejects.toThrow('provider');
  });
});
