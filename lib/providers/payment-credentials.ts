import { invariant } from '@/lib/kernel/invariant';
import type { ClaimedCredential, PaymentCredentialPort } from '@/lib/ports';

/** Whose tokens are taken, by the kind of credential that a claim answers. They are asked in this order. */
export type CredentialIssuers = Readonly<Partial<Record<ClaimedCredential['kind'], PaymentCredentialPort>>>;

/**
 * The tokens of several issuers as those of one. A token says nothing of who issued it, so each is asked until one knows it; a refusal
 * changes nothing, so being asked in vain does not either. What a claim answered goes back to the issuer of its kind.
 */
export function joinCredentials(issuers: CredentialIssuers): PaymentCredentialPort {
  const ports = Object.values(issuers);
  const firstKnown = async <T>(ask: (port: PaymentCredentialPort) => Promise<T | null>): Promise<T | null> => {
    for (const port of ports) {
      const known = await ask(port);
      if (known !== null) return known;
    }
    return null;
  };
  return {
    async claim(ctx, claim) {
      const known = await firstKnown(async (port) => {
        const claimed = await port.claim(ctx, claim);
        return !claimed.ok && claimed.refusal === 'unknown' ? null : claimed;
      });
      return known ?? { ok: false, refusal: 'unknown' };
    },
    identify: (ctx, token, checkoutId) => firstKnown((port) => port.identify(ctx, token, checkoutId)),
    describe: (ctx, token) => firstKnown((port) => port.describe(ctx, token)),
    async settle(ctx, settlement) {
      const issuer = issuers[settlement.credential.kind];
      invariant(issuer, `someone issued the ${settlement.credential.kind} credential`);
      await issuer.settle(ctx, settlement);
    },
    async invalidate(ctx, checkoutId) {
      for (const port of ports) await port.invalidate(ctx, checkoutId);
    },
  };
}
