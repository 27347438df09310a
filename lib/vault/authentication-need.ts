import type { CardAuthentication } from '@/lib/bank';
import type { Ctx } from '@/lib/ports';
import { findToken } from './store';

/**
 * What the issuer of a token's card asks of its holder (3-D Secure), also because the platform that gave the card wants it reviewed. `none`
 * for a token that is not the vault's or can no longer be used: claiming it says why. A card that is not `none` or `unavailable` is declined
 * (authentication_required) unless it is claimed as `authenticated`.
 */
export async function authenticationNeed(ctx: Ctx, token: string): Promise<CardAuthentication> {
  const found = await findToken(ctx, token);
  return found?.status === 'live' && found.expiresAt > ctx.clock.now() ? found.authentication : 'none';
}
