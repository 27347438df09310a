import { type Asked, parseAsked } from '@/lib/grant';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import type { OAuthError } from './errors';
import type { Parameters } from './read-parameters';
import { checkResources } from './resources';

/** What a request for consent asks for: scope, authorization_details (RFC 9396) and resource (RFC 8707). */
export async function readAsked(ctx: Ctx, { values, resources }: Parameters, name: string): Promise<Result<Asked, OAuthError>> {
  const audience = resources.length === 0 ? null : await checkResources(ctx, resources);
  if (audience && !audience.ok) return audience;
  return parseAsked({ name, scope: values.get('scope'), details: values.get('authorization_details'), resources: audience?.value ?? [] });
}
