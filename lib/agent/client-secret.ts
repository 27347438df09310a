import { sha256Hex } from '@/lib/kernel/hash';
import { randomToken } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { insertSecret } from './store';

/** Makes a secret for an agent and stores its hash alone: the answer is the only copy. 256 random bits need no slow hash. */
export async function issueSecret(ctx: Ctx, agentId: string): Promise<string> {
  const secret = randomToken('csa_');
  await insertSecret(ctx, { hash: sha256Hex(secret), agentId });
  return secret;
}
