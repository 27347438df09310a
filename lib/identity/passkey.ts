import { sha256Hex } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { record, type Ctx } from '@/lib/ports';
import { z } from 'zod';
import { findWalletIdOfUser, insertPasskey } from './store';

/** The parts of a RegistrationResponseJSON that were signed over or describe the key; the evidence keeps them. */
const SignedParts = z.object({ response: z.object({ clientDataJSON: z.string(), attestationObject: z.string() }) });

/** A registration whose attestation was verified, with what the authenticator signed. */
export type VerifiedRegistration = {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: bigint;
  readonly transports: readonly string[];
  /** Its device may copy it to the person's others. */
  readonly syncable: boolean;
  readonly enrolment: Enrolment;
};

/** What the authenticator answered: bytes are base64url. */
type Enrolment = {
  readonly challenge: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly credentialId: string;
  readonly publicKey: string;
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
  const { registration } = passkey;
  const enrolment = { ...registration.enrolment, record: await signEnrolment(ctx, passkey, now) };
  const added = await insertPasskey(ctx.db, { ...registration, enrolment, id, userId: passkey.userId, label: 'Passkey', now });
  if (!added) return null;
  await record(ctx, { of: { userId: passkey.userId }, kind: 'passkey.added', actor: 'owner', subject: id });
  return id;
}

/**
 * The wallet's word, given on the spot, that this passkey is this owner's: what evidence shows of it later does not depend on the row
 * (rules.md, "Offline verifier").
 */
async function signEnrolment(ctx: Ctx, { userId, registration }: { userId: string; registration: VerifiedRegistration }, now: Date): Promise<object> {
  const hashOf = (base64url: string): string => sha256Hex(Buffer.from(base64url, 'base64url'));
  return ctx.ports.recordSigner.sign(ctx, 'enrolment', {
    type: 'enrolment',
    credential_id: registration.credentialId,
    public_key: ctx.ports.passkey.toJwk(registration.publicKey),
    owner_id: (await findWalletIdOfUser(ctx.db, userId)) ?? userId,
    rp_id: new URL(ctx.settings.publicOrigin).hostname,
    enrolled_at: now.toISOString(),
    client_data_hash: hashOf(registration.enrolment.clientDataJSON),
    attestation_hash: hashOf(registration.enrolment.attestationObject),
  });
}
