import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findOwn, type AuthenticationQuery } from './access';
import { toResult } from './to-result';
import type { AuthenticationRefusal, AuthenticationView } from './types';

/** How it stands, and how it ended (ACP 2026-04-17, GET /delegate_authentication/{id}). Another's is as unknown as none. */
export async function getAuthentication(ctx: Ctx, query: AuthenticationQuery): Promise<Result<AuthenticationView, AuthenticationRefusal>> {
  const authentication = await findOwn(ctx, query);
  return authentication ? ok({ authentication, result: toResult(ctx.keyring, authentication) }) : err({ code: 'not_found' });
}
