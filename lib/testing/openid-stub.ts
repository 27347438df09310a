import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { sha256Base64url } from '@/lib/kernel/hash';
import { newUuid } from '@/lib/kernel/id';

/** Who signs in at the stub, and what it says of them. */
export type StubPerson = { sub: string; email: string; email_verified: boolean; name: string };

export type OpenIdStub = {
  readonly issuer: string;
  /** Who signs in next; null: the person says no. */
  person: StubPerson | null;
  /** What it does wrong, if anything. */
  fault: 'nonce' | 'audience' | 'server_error' | null;
  close(): Promise<void>;
};

export const STUB_CLIENT = { clientId: 'countersign-test', clientSecret: 'secret-of-the-test' };

type Pending = { readonly challenge: string; readonly nonce: string; readonly redirectUri: string; readonly person: StubPerson };

/** An OpenID provider on a loopback port: discovery, authorization (which agrees at once), token endpoint with PKCE and client secret. A code works once. */
export async function startOpenIdStub(): Promise<OpenIdStub> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig' } satisfies JWK;
  const kid = await calculateJwkThumbprint(jwk);
  const codes = new Map<string, Pending>();
  const server = createServer((request, response) => void answer(request, response).catch(() => response.writeHead(500).end()));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: OpenIdStub = { issuer, person: null, fault: null, close: () => new Promise((done) => void server.close(() => done())) };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    const json = (status: number, body: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/jwks':
        return json(200, { keys: [{ ...jwk, kid }] });
      case '/authorize':
        return authorize(url, response);
      case '/token':
        return json(...(await exchange(new URLSearchParams(await read(request)))));
      default:
        return json(404, {});
    }
  }

  function authorize({ searchParams: asked }: URL, response: ServerResponse): void {
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', asked.get('state') ?? '');
    if (stub.person === null) back.searchParams.set('error', 'access_denied');
    else {
      const code = newUuid();
      codes.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '', redirectUri: asked.get('redirect_uri') ?? '', person: stub.person });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  async function exchange(form: URLSearchParams): Promise<[status: number, body: object]> {
    if (stub.fault === 'server_error') return [503, {}];
    const code = form.get('code') ?? '';
    const pending = codes.get(code);
    codes.delete(code);
    const isClient = form.get('client_id') === STUB_CLIENT.clientId && form.get('client_secret') === STUB_CLIENT.clientSecret;
    const fits = pending?.challenge === sha256Base64url(form.get('code_verifier') ?? '') && pending.redirectUri === form.get('redirect_uri');
    if (!pending || !isClient || !fits) return [400, { error: 'invalid_grant' }];
    return [200, { access_token: newUuid(), token_type: 'Bearer', expires_in: 300, id_token: await signIdToken(privateKey, pending) }];
  }

  function signIdToken(key: CryptoKey, { person, nonce }: Pending): Promise<string> {
    const { sub, ...claims } = person;
    return new SignJWT({ ...claims, nonce: stub.fault === 'nonce' ? 'another' : nonce })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuer)
      .setAudience(stub.fault === 'audience' ? 'somebody-else' : STUB_CLIENT.clientId)
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key);
  }

  return stub;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
