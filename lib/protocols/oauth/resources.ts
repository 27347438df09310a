import { audiences } from '@/lib/agent';
import type { Asked } from '@/lib/grant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { findLiveMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import type { OAuthError } from './errors';

const MAX_RESOURCES = 10;

/** RFC 8707: the wallet, the stores all together, or one merchant's. Without `resource` a token serves the wallet and every store. */
export async function checkResources(ctx: Ctx, resources: readonly string[]): Promise<Result<readonly string[], OAuthError>> {
  const ours = audiences(ctx.settings);
  if (resources.length === 0) return ok([ours.store, ours.wallet]);
  if (resources.length > MAX_RESOURCES) return err({ code: 'invalid_target', message: `At most ${MAX_RESOURCES} resources.` });
  const found = new Set<string>();
  for (const resource of resources) {
    const known = await findAudience(ctx, resource);
    if (known === null) return err({ code: 'invalid_target', message: `Known are ${ours.wallet}, ${ours.store} and ${ours.merchant('{handle}')}, and of each but the stores together its /mcp.` });
    for (const audience of known) found.add(audience);
  }
  return ok([...found]);
}

/** The same where a token is for some merchants alone: their stores instead of all, and no other store. */
export function audienceAt(ctx: Ctx, audience: readonly string[], merchants: readonly string[]): readonly string[] {
  const ours = audiences(ctx.settings);
  const stores = merchants.map(ours.merchant);
  return [...new Set(audience.flatMap((entry) => (entry === ours.store ? stores : entry === ours.wallet || stores.includes(entry) ? [entry] : [])))];
}

const MCP = '/mcp';

/** An MCP endpoint is the door to its store and to the wallet, so a token for it is for both. */
async function findAudience(ctx: Ctx, resource: string): Promise<readonly string[] | null> {
  const ours = audiences(ctx.settings);
  if (!resource.endsWith(MCP)) return asList(await findResource(ctx, resource));
  const behind = resource.slice(0, -MCP.length);
  if (behind === ours.wallet) return [ours.store, ours.wallet];
  const store = await findResource(ctx, behind);
  return store === behind && store !== ours.store ? [store, ours.wallet] : null;
}

const asList = (resource: string | null): readonly string[] | null => (resource === null ? null : [resource]);

async function findResource(ctx: Ctx, resource: string): Promise<string | null> {
  const ours = audiences(ctx.settings);
  // URL parsers write an origin with a slash at its end.
  if (resource === ours.wallet || resource === `${ours.wallet}/`) return ours.wallet;
  if (resource === ours.store) return ours.store;
  const handle = resource.slice(ours.merchant('').length);
  if (resource !== ours.merchant(handle) || !MERCHANT_HANDLE.test(handle)) return null;
  const merchant = await findLiveMerchant(ctx, handle);
  return merchant ? ours.merchant(merchant.handle) : null;
}

/** What a token of a grant is for: what the consent named, or of that what the token request names. Null when it names more. */
export const audienceWithin =
  (ctx: Ctx, requested: readonly string[] | null) =>
  ({ resources }: Asked): readonly string[] | null => {
    const ours = audiences(ctx.settings);
    const consented = resources.length > 0 ? resources : [ours.store, ours.wallet];
    if (requested === null) return consented;
    return resources.length === 0 || requested.every((resource) => resources.includes(resource)) ? requested : null;
  };
