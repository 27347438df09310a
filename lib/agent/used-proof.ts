import { sha256Hex } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';
import { insertUsedProof } from './store';

/** Takes a proof that counts once, for all processes; false when it was shown before. Kept until `expiresAt`, when it is too old anyway. */
export const useProof = (ctx: Ctx, proof: { name: string; expiresAt: Date }): Promise<boolean> =>
  insertUsedProof(ctx, { key: sha256Hex(proof.name), expiresAt: proof.expiresAt });
