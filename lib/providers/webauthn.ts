import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { cose, decodeAttestationObject, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx, PasskeyPort, StoredPasskey } from '@/lib/ports';

/** ES256 for passkeys everywhere, RS256 for Windows Hello: what an offline verifier must be able to check. */
const ALGORITHMS = [-7, -257];
const TIMEOUT_MS = 5 * 60 * 1000;

const Text = z.string().max(100_000);
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const Credential = { id: Text, rawId: Text, type: z.literal('public-key'), clientExtensionResults: z.object({}).default({}) };

/** RegistrationResponseJSON, as far as it is verified. Transports are hints of the browser: unknown ones are left out. */
const Attestation = z.object({
  ...Credential,
  response: z.object({
    clientDataJSON: Text,
    attestationObject: Text,
    transports: z
      .array(z.unknown())
      .max(20)
      .default([])
      .transform((given) => TRANSPORTS.filter((known) => given.includes(known))),
  }),
}) satisfies z.ZodType<RegistrationResponseJSON>;

/** AuthenticationResponseJSON, as far as it is verified. */
const Assertion = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Text, authenticatorData: Text, signature: Text, userHandle: Text.optional() }),
}) satisfies z.ZodType<AuthenticationResponseJSON>;

/** Passkeys by SimpleWebAuthn. The origin is PUBLIC_BASE_URL's, the RP id its host name; user verification is required both ways. */
export const webauthnPasskeys: PasskeyPort = {
  requestOptions: (ctx, { challenge, passkeys }) =>
    generateAuthenticationOptions({
      rpID: rpIdOf(ctx),
      challenge: bytesOf(challenge),
      allowCredentials: passkeys.map(toDescriptor),
      userVerification: 'required',
      timeout: TIMEOUT_MS,
    }),

  creationOptions: (ctx, { challenge, userId, email, displayName, exclude }) =>
    generateRegistrationOptions({
      rpName: 'Countersign',
      rpID: rpIdOf(ctx),
      userID: new TextEncoder().encode(userId),
      userName: email,
      userDisplayName: displayName,
      challenge: bytesOf(challenge),
      excludeCredentials: exclude.map(toDescriptor),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      timeout: TIMEOUT_MS,
    }),

  async verifyAssertion(ctx, { assertion, challenge, passkeys }) {
    const given = Assertion.safeParse(assertion);
    const passkey = given.success ? passkeys.find(({ credentialId }) => credentialId === given.data.id) : undefined;
    if (!given.success || !passkey) return null;
    return nullUnlessValid(ctx, async () => {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: given.data,
        expectedChallenge: challenge,
        expectedOrigin: originOf(ctx),
        expectedRPID: rpIdOf(ctx),
        requireUserVerification: true,
        credential: toCredential(passkey),
      });
      return verified ? { passkeyId: passkey.id, newCounter: BigInt(authenticationInfo.newCounter) } : null;
    });
  },

  async verifyRegistration(ctx, { attestation, challenge }) {
    const given = Attestation.safeParse(attestation);
    if (!given.success) return null;
    return nullUnlessValid(ctx, async () => {
      requireUnattested(given.data.response.attestationObject);
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: given.data,
        expectedChallenge: challenge,
        expectedOrigin: originOf(ctx),
        expectedRPID: rpIdOf(ctx),
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      });
      if (!verified) return null;
      const { id, publicKey, counter } = registrationInfo.credential;
      const syncable = registrationInfo.credentialDeviceType === 'multiDevice';
      return { credentialId: id, publicKey, counter: BigInt(counter), transports: given.data.response.transports, syncable };
    });
  },

  toJwk(publicKey) {
    const key = decodeCredentialPublicKey(new Uint8Array(publicKey));
    const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64url');
    if (cose.isCOSEPublicKeyEC2(key)) return { kty: 'EC', crv: 'P-256', alg: 'ES256', x: text(key.get(cose.COSEKEYS.x)), y: text(key.get(cose.COSEKEYS.y)) };
    invariant(cose.isCOSEPublicKeyRSA(key), 'a passkey is ES256 or RS256: no other algorithm was enrolled');
    return { kty: 'RSA', alg: 'RS256', n: text(key.get(cose.COSEKEYS.n)), e: text(key.get(cose.COSEKEYS.e)) };
  },
};

/**
 * Attestation "none" was asked for, which leaves these two formats (WebAuthn level 2, 5.1.3). The others carry certificates, whose
 * revocation lists SimpleWebAuthn would fetch from wherever the caller's certificate says.
 */
function requireUnattested(attestationObject: string): void {
  const format = decodeAttestationObject(bytesOf(attestationObject)).get('fmt');
  if (format !== 'none' && format !== 'packed') throw new Error(`attestation of format ${String(format)} was not asked for`);
}

/** SimpleWebAuthn tells each fault by a throw; to the caller they are all one. */
async function nullUnlessValid<T>(ctx: Ctx, verify: () => Promise<T | null>): Promise<T | null> {
  try {
    return await verify();
  } catch (error) {
    ctx.log.info({ reason: error instanceof Error ? error.message.slice(0, 200) : 'unknown' }, 'a passkey was refused');
    return null;
  }
}

const originOf = (ctx: Ctx): string => new URL(ctx.settings.publicOrigin).origin;
const rpIdOf = (ctx: Ctx): string => new URL(ctx.settings.publicOrigin).hostname;

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64url, 'base64url'));

const knownTransports = (passkey: StoredPasskey) => TRANSPORTS.filter((known) => passkey.transports.includes(known));
const toDescriptor = (passkey: StoredPasskey) => ({ id: passkey.credentialId, transports: knownTransports(passkey) });

/** Counters are 32-bit on the wire (WebAuthn level 2, 6.1), so a number holds them. */
const toCredential = (passkey: StoredPasskey): WebAuthnCredential => ({
  id: passkey.credentialId,
  publicKey: new Uint8Array(passkey.publicKey),
  counter: Number(passkey.counter),
});
