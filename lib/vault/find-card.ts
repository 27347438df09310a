import type { CardAuthentication } from '@/lib/bank';
import type { Ctx } from '@/lib/ports';
import { openCard } from './seal-card';
import { findSealedCard } from './store';

/** A card behind a token that was claimed, or is being claimed. `number` is null once it was deleted; `authentication` is what its issuer asks of its holder, also because the platform wants it reviewed. */
export type KeptCard = { readonly number: string | null; readonly brand: string; readonly authentication: CardAuthentication };

/** By the token's id, whatever became of the token; null for an id that is not the vault's. */
export async function findCard(ctx: Ctx, tokenId: string): Promise<KeptCard | null> {
  const found = await findSealedCard(ctx, tokenId);
  if (!found) return null;
  const { sealedCard, brand, authentication } = found;
  return { number: sealedCard === null ? null : openCard(ctx.keyring, sealedCard).number, brand, authentication };
}
