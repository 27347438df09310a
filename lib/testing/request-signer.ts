import { generateKeyPairSync, sign } from 'node:crypto';
import { signedBytes } from '@/lib/auth';

export type RequestSigner = {
  /** The public half. */
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Signature and Timestamp of a request with this body. */
  readonly headers: (body: unknown, at: Date) => { readonly signature: string; readonly timestamp: string };
};

/** A platform that signs what it asks, as ACP says. */
export function createRequestSigner(algorithm: 'Ed25519' | 'ES256'): RequestSigner {
  const { publicKey, privateKey } = algorithm === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    jwk: publicKey.export({ format: 'jwk' }),
    headers: (body, at) => {
      const timestamp = at.toISOString();
      const bytes = signedBytes({ timestamp, body });
      const signature = algorithm === 'Ed25519' ? sign(null, bytes, privateKey) : sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return { signature: signature.toString('base64url'), timestamp };
    },
  };
}
