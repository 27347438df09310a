import { createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { sha256 } from '@/lib/kernel/hash';

/** What a test may bend, to see it refused. `userVerified: false` leaves the UV flag out. */
export type CeremonyOverrides = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
};

export type SoftwareAuthenticator = {
  /** Makes a discoverable ES256 credential for PublicKeyCredentialCreationOptionsJSON, attestation "none". */
  register(creationOptions: unknown, overrides?: CeremonyOverrides): RegistrationResponseJSON;
  /** Signs PublicKeyCredentialRequestOptionsJSON with the first allowed credential, or the newest where any may answer. */
  assert(requestOptions: unknown, overrides?: CeremonyOverrides): AuthenticationResponseJSON;
  /** base64url ids, oldest first. */
  readonly credentialIds: readonly string[];
};

const CreationOptions = z.object({ challenge: z.string(), user: z.object({ id: z.string() }) });
const RequestOptions = z.object({ challenge: z.string(), allowCredentials: z.array(z.object({ id: z.string() })).optional() });

type Credential = { readonly id: Buffer; readonly userHandle: string; readonly privateKey: KeyObject; counter: number };

const FLAG = { userPresent: 0x01, userVerified: 0x04, attestedCredential: 0x40 } as const;

/** A passkey device in software, for tests: it verifies its user each time and counts its signatures (WebAuthn level 2, section 6). */
export function createAuthenticator(home: { origin: string; rpId: string }): SoftwareAuthenticator {
  const credentials: Credential[] = [];

  const clientData = (type: 'webauthn.create' | 'webauthn.get', challenge: string, overrides: CeremonyOverrides): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge: overrides.challenge ?? challenge, origin: overrides.origin ?? home.origin, crossOrigin: false }));

  const authenticatorData = (flags: number, counter: number, overrides: CeremonyOverrides, attested: Buffer = Buffer.alloc(0)): Buffer => {
    const verified = overrides.userVerified === false ? 0 : FLAG.userVerified;
    const head = Buffer.alloc(5);
    head.writeUInt8(flags | FLAG.userPresent | verified, 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(overrides.rpId ?? home.rpId), head, attested]);
  };

  return {
    register(creationOptions, overrides = {}) {
      const options = CreationOptions.parse(creationOptions);
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const credential: Credential = { id: randomBytes(32), userHandle: options.user.id, privateKey, counter: overrides.counter ?? 0 };
      credentials.push(credential);
      const attested = attestedCredentialData(credential.id, publicKey);
      const data = authenticatorData(FLAG.attestedCredential, credential.counter, overrides, attested);
      const id = credential.id.toString('base64url');
      return {
        id,
        rawId: id,
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: { credProps: { rk: true } },
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, overrides).toString('base64url'),
          attestationObject: attestationObject(data).toString('base64url'),
          transports: ['internal'],
        },
      };
    },

    assert(requestOptions, overrides = {}) {
      const options = RequestOptions.parse(requestOptions);
      const allowed = new Set(options.allowCredentials?.map(({ id }) => id));
      const fits = allowed.size === 0 ? credentials : credentials.filter(({ id }) => allowed.has(id.toString('base64url')));
      const credential = fits.at(-1);
      if (!credential) throw new Error('no credential of this authenticator is allowed');
      credential.counter = overrides.counter ?? credential.counter + 1;
      const client = clientData('webauthn.get', options.challenge, overrides);
      const data = authenticatorData(0, credential.counter, overrides);
      const signature = createSign('sha256').update(data).update(sha256(client)).sign(credential.privateKey);
      const id = credential.id.toString('base64url');
      return {
        id,
        rawId: id,
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: credential.userHandle,
        },
      };
    },

    get credentialIds() {
      return credentials.map(({ id }) => id.toString('base64url'));
    },
  };
}

/** AAGUID of zeros, id, COSE key {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}. */
function attestedCredentialData(id: Buffer, publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const coordinate = (text: string): Buffer => cborBytes(Buffer.from(text, 'base64url'));
  const cose = Buffer.concat([Buffer.from('a501020326200121', 'hex'), coordinate(x), Buffer.from('22', 'hex'), coordinate(y)]);
  return Buffer.concat([Buffer.alloc(16), length, id, cose]);
}

/** CBOR of {fmt: "none", attStmt: {}, authData}. */
const attestationObject = (authData: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0xa3]),
    ...[cborText('fmt'), cborText('none')],
    ...[cborText('attStmt'), Buffer.from([0xa0])],
    ...[cborText('authData'), cborBytes(authData)],
  ]);

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 | text.length]), Buffer.from(text)]);

function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? Buffer.from([0x58, bytes.length]) : Buffer.from([0x59, bytes.length >> 8, bytes.length & 0xff]);
  return Buffer.concat([head, bytes]);
}
