import { toEvidence } from '@/lib/confirmation';
import type { IntentMandate, MandateDraft } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';
import { findCeremony, voidCeremonies } from './store';

/**
 * The drafted mandate that `assertion` (AuthenticationResponseJSON) of the owner's passkey is over, and that assertion as evidence, in
 * the caller's transaction. The challenge is used up. Null for an assertion that is missing, wrong, over another, an outdated or a used
 * challenge, or without user verification: then it may be answered again.
 */
export async function takeAssertion(
  tx: Ctx,
  { walletId, agentId, assertion }: { walletId: string; agentId: string; assertion: unknown },
): Promise<{ mandate: MandateDraft<IntentMandate>; evidence: object } | null> {
  const ceremony = await findCeremony(tx, agentId);
  if (!ceremony) return null;
  const passkeys = await tx.ports.ownerPasskeys.list(tx, walletId);
  const verified = await tx.ports.passkey.verifyAssertion(tx, { assertion, challenge: ceremony.challenge, passkeys });
  if (!verified) return null;
  if (!(await tx.ports.ownerPasskeys.recordUse(tx, verified))) return null;
  await voidCeremonies(tx, agentId);
  const signedBy = passkeys.find((passkey) => passkey.id === verified.passkeyId);
  return { mandate: ceremony.mandate, evidence: toEvidence(assertion, signedBy) };
}
