import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import canonicalize from 'canonicalize';
import { exportJWK, FlattenedSign, generateKeyPair, type JWK } from 'jose';

type Proof = { issuer: string; subject: string; mandate_id: string; payment_handler_id: string; issued_at: string | number; expires_at: string | number; signature: string };
type Purchase = { amount_minor: number; currency: string; cart_id: string };

export type ConsentIssuer = {
  readonly url: string;
  /** Its public key. */
  readonly jwk: JWK;
  /** `said` overrides what the proof says; `b64`: false leaves the payload as it is (RFC 7797). */
  sign(purchase: Purchase, said: Partial<Proof> & { at: Date; b64?: false }): Promise<Proof>;
  /** What the key set is answered with; null: as it is. */
  answerWith(status: number | null): void;
  close(): Promise<void>;
};

/** A wallet on a local address that signs consent proofs as rules.md has them, its keys where `path` says. */
export async function startConsentIssuer({ path = '/.well-known/jwks.json' }: { path?: string } = {}): Promise<ConsentIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  let status: number | null = null;
  const server = createServer((request, response) => {
    const found = request.url === path;
    response.writeHead(status ?? (found ? 200 : 404), { 'content-type': 'application/json' });
    response.end(found ? JSON.stringify({ keys: [jwk] }) : '{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    jwk,
    async sign(purchase, { at, b64, ...said }) {
      const proof = {
        issuer: url, subject: 'ada', mandate_id: crypto.randomUUID(), payment_handler_id: 'countersign',
        issued_at: at.toISOString(), expires_at: new Date(at.getTime() + 300_000).toISOString(), ...said,
      };
      const text = new TextEncoder().encode(canonicalize({ ...proof, ...purchase }));
      const header = { alg: 'ES256', kid: jwk.kid, ...(b64 === false && { b64, crit: ['b64'] }) };
      const { protected: head, signature } = await new FlattenedSign(text).setProtectedHeader(header).sign(privateKey);
      return { signature: `${head}..${signature}`, ...proof };
    },
    answerWith: (given) => void (status = given),
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
