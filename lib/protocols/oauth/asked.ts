import { type Asked, findAskedPurchase, parseAsked } from '@/lib/grant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { findLiveMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import type { OAuthError } from './errors';
import type { Parameters } from './read-parameters';
import { checkResources } from './resources';

/** What a request for consent asks for: scope, authorization_details (RFC 9396) and resource (RFC 8707). What it names must exist. */
export async function readAsked(ctx: Ctx, { values, resources }: Parameters, name: string): Promise<Result<Asked, OAuthError>> {
  const audience = resources.length === 0 ? null : await checkResources(ctx, resources);
  if (audience && !audience.ok) return audience;
  const asked = parseAsked({ name, scope: values.get('scope'), details: values.get('authorization_details'), resources: audience?.value ?? [] });
  if (!asked.ok) return asked;
  const { merchants, purchase } = asked.value;
  const known = await Promise.all((merchants ?? []).map((handle) => findLiveMerchant(ctx, handle)));
  if (known.some((merchant) => merchant === null)) return refused('There is no such merchant among those that authorization_details name.');
  if (purchase && !(await findAskedPurchase(ctx, purchase))) return refused('There is no checkout of this merchant and session_id that can be paid now.');
  return ok(asked.value);
}

const refused = (message: string) => err({ code: 'invalid_authorization_details', message } as const);
