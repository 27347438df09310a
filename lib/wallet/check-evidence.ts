import { verifyEvidence, type Verdict } from '@/lib/evidence';
import { publicJwks } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';

/** Verifies a bundle against the keys that this installation publishes, retired ones included, and against its own address. */
export async function checkEvidence(ctx: Ctx, bundle: unknown): Promise<Verdict> {
  const { origin, hostname } = new URL(ctx.settings.publicOrigin);
  return verifyEvidence(bundle, { jwks: await publicJwks(ctx), origin, rpId: hostname });
}
