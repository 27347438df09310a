import { z } from 'zod';
import type { Ctx } from '@/lib/ports';
import { findLiveChallenge } from './store';
import type { Approval, Challenge, StoredEvidence } from './types';

const Shape = z.object({ response: z.object({ clientDataJSON: z.base64url(), authenticatorData: z.base64url(), signature: z.base64url() }) });
const ClientData = z.object({ challenge: z.string().max(200) });

/** What was signed and by which passkey, or null when this assertion proves nothing about this approval. */
export type VerifiedAssertion = { readonly challenge: Challenge; readonly passkeyId: string; readonly newCounter: bigint; readonly evidence: StoredEvidence };

/**
 * Checks an assertion against the challenges that were handed out for this approval. The challenge named inside is only a way to find
 * the row; the signature is then checked over the stored one, with user verification, by a passkey of the person it was handed to.
 */
export async function verifyAssertion(ctx: Ctx, approval: Approval, assertion: unknown, signerWalletId: string): Promise<VerifiedAssertion | null> {
  const shape = Shape.safeParse(assertion);
  if (!shape.success) return null;
  const { clientDataJSON, authenticatorData, signature } = shape.data.response;
  const named = readChallenge(clientDataJSON);
  if (named === null) return null;
  const challenge = await findLiveChallenge(ctx, { approvalId: approval.id, signerWalletId, challenge: named });
  if (!challenge) return null;
  const passkeys = await ctx.ports.ownerPasskeys.list(ctx, signerWalletId);
  const verified = await ctx.ports.passkey.verifyAssertion(ctx, { assertion, challenge: challenge.challenge, passkeys });
  const passkey = passkeys.find((candidate) => candidate.id === verified?.passkeyId);
  if (!verified || !passkey) return null;
  const evidence: StoredEvidence = {
    signed_content: challenge.signedContent,
    assertion: { clientDataJSON: plain(clientDataJSON), authenticatorData: plain(authenticatorData), signature: plain(signature) },
    passkey_id: passkey.id,
    passkey_public_key: Buffer.from(passkey.publicKey).toString('base64url'),
    enrolment: passkey.enrolment ?? null,
  };
  return { challenge, passkeyId: passkey.id, newCounter: verified.newCounter, evidence };
}

/** Decoders overlook the unused bits of a last character; evidence has one spelling. */
const plain = (text: string): string => Buffer.from(text, 'base64url').toString('base64url');

function readChallenge(clientDataJson: string): string | null {
  try {
    const clientData = ClientData.safeParse(JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8')));
    return clientData.success ? clientData.data.challenge : null;
  } catch {
    return null;
  }
}
