import { cardFingerprint, redeemProof } from '@/lib/authentication';
import { invariant } from '@/lib/kernel/invariant';
import type { AuthenticationNeed, CardAuthenticationPort, Ctx, DirectoryServer } from '@/lib/ports';
import type { KeptCard } from '@/lib/vault';

/** The vault, as it is asked here. */
export type FindCard = (ctx: Ctx, tokenId: string) => Promise<KeptCard | null>;

const DIRECTORY_SERVERS: Readonly<Record<string, DirectoryServer>> = { visa: 'visa', mastercard: 'mastercard', 'american-express': 'american_express' };

/** Joins the vault, which knows the cards, to the authentications, which know them by fingerprint alone. */
export const cardAuthentication = (findCard: FindCard): CardAuthenticationPort => ({
  async need(ctx, { tokenId }) {
    const card = await findCard(ctx, tokenId);
    invariant(card, `the vault has issued ${tokenId}`);
    return toNeed(card);
  },

  async redeem(ctx, { credential: { tokenId }, ...redemption }) {
    const number = (await findCard(ctx, tokenId))?.number ?? null;
    if (number === null) return { ok: false, refusal: 'mismatch' };
    return redeemProof(ctx, { ...redemption, cardFingerprint: cardFingerprint(ctx.keyring, number) });
  },
});

/** An issuer that cannot be reached for it lets pass what was not authenticated; where no directory server is, nobody can be asked, and the issuer says at once what it thinks. */
function toNeed({ brand, authentication }: KeptCard): AuthenticationNeed {
  const directoryServer = DIRECTORY_SERVERS[brand];
  if (directoryServer === undefined || authentication === 'none' || authentication === 'unavailable') return { need: 'none' };
  return { need: authentication === 'frictionless' ? 'frictionless' : 'challenge', directoryServer };
}
