import { sha256Hex } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';
import { pairingHash } from './pairing';
import { ageGrants } from './store';

/** For tests alone (POST /testing/age): makes a device code, an authorization code or a pairing code that much older, by the code itself. */
export const ageGrant = (ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> =>
  ageGrants(ctx, { ids: [id, sha256Hex(id), pairingHash(ctx, id)], seconds });
