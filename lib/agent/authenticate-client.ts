import { sha256Hex } from '@/lib/kernel/hash';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findAgentBySecret } from './store';
import type { Agent } from './types';

/** The agent whose OAuth credentials these are. A paused or revoked one is refused like a wrong secret; a pending one is not. */
export async function authenticateClient(
  ctx: Ctx,
  credential: { clientId: string; clientSecret: string },
): Promise<Result<Agent, { code: 'invalid_client' }>> {
  const agent = await findAgentBySecret(ctx, { clientId: credential.clientId, secretHash: sha256Hex(credential.clientSecret) });
  return agent?.status === 'active' || agent?.status === 'pending' ? ok(agent) : err({ code: 'invalid_client' });
}
