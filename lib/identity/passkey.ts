import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { z } from 'zod';
import { insertPasskey } from './store';

/** The parts of a RegistrationResponseJSON that were signed over or describe the key; the evidence keeps them. */
const SignedParts = z.object({ response: z.object({ clientDataJSON: z.string(), attestationObject: z.string() }) });

/** A registration whose attestation was verified, with what the authenticator signed. */
export type VerifiedRegistration = {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: bigint;
  readonly transports: readonly string[];
  readonly enrolment: object;
};

/** Null unless the attestation is valid, user-verified and over this challenge. */
export async function verifyRegistration(ctx: Ctx, query: { attestation: unknown; challenge: string }): Promise<VerifiedRegistration | null> {
  const verified = await ctx.ports.passkey.verifyRegistration(ctx, query);
  const parts = SignedParts.safeParse(query.attestation);
  if (!verified || !parts.success) return null;
  const { clientDataJSON, attestationObject } = parts.data.response;
  const publicKey = Buffer.from(verified.publicKey).toString('base64url');
  const enrolment = { challenge: query.challenge, clientDataJSON, attestationObject, credentialId: verified.credentialId, publicKey };
  return { ...verified, enrolment };
}

/** Writes a passkey in the transaction under way. Null when the credential is enrolled already. */
export async function addPasskey(ctx: Ctx, passkey: { userId: string; registration: VerifiedRegistration }): Promise<string | null> {
  const now = ctx.clock.now();
  const id = newId('passkey', now.getTime());
  const added = await insertPasskey(ctx.db, { ...passkey.registration, id, userId: passkey.userId, label: 'Passkey', now });
  return added ? id : null;
}
