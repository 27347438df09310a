import { addSeconds } from '@/lib/kernel/clock';
import { canonicalJson, sha256Base64url } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { draftIntentMandate, type MandateChange } from './intent-mandate';
import { putCeremony, putChange } from './store';
import type { MandateRequest } from './types';

const CHALLENGE_SECONDS = 300;

/**
 * Records what an agent shall be and asks its owner's passkey for it, in the caller's transaction. The challenge is the SHA-256 of the
 * canonical intent mandate, is answered once, within five minutes, and voids the ones before it.
 */
export async function requestConfirmation(ctx: Ctx, change: MandateChange): Promise<MandateRequest> {
  await putChange(ctx, change.agentId, change.after);
  return requestAssertion(ctx, change);
}

/** The challenge alone, for a change or a new agent whose fields are kept elsewhere. In the caller's transaction. */
export async function requestAssertion(ctx: Ctx, change: MandateChange): Promise<MandateRequest> {
  const now = ctx.clock.now();
  const mandate = draftIntentMandate(ctx, { ...change, confirmedBy: 'passkey' });
  const challenge = sha256Base64url(canonicalJson(mandate));
  await putCeremony(ctx, change.agentId, { id: newId('ceremony', now.getTime()), challenge, mandate }, addSeconds(now, CHALLENGE_SECONDS));
  const passkeys = await ctx.ports.ownerPasskeys.list(ctx, change.walletId);
  return { id: mandate.mandateId, content: mandate, publicKey: await ctx.ports.passkey.requestOptions(ctx, { challenge, passkeys }) };
}
