import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '@/lib/kernel/keyring';
import { randomToken } from '@/lib/kernel/id';
import { postToken } from '@/lib/protocols/oauth';
import { endpoints as sacp } from '@/lib/protocols/sacp';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeAgent, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { currentDpopNonce } from './dpop-nonce';

const LIMITS = '/api/agent/v1/limits';

let ctx: TestCtx;
let agent: TestAgent;
let prove: (claims: object) => Promise<string>;

beforeAll(async () => {
  ctx = await testCtx();
  agent = await makeAgent(ctx);
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  prove = (claims) =>
    new SignJWT({ jti: randomToken(''), iat: Math.floor(ctx.clock.now().getTime() / 1000), ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk }).sign(privateKey);
});

const askToken = async (claims: object, on: TestCtx = ctx) => {
  const form = { grant_type: 'client_credentials', client_id: agent.clientId, client_secret: agent.clientSecret };
  const dpop = await prove({ htm: 'POST', htu: ctx.settings.publicOrigin + postToken.path, ...claims });
  return callEndpoint(on, postToken, { headers: { 'content-type': 'application/x-www-form-urlencoded', dpop }, body: new URLSearchParams(form).toString() });
};

async function proofOfUse(token: string, claims: object): Promise<string> {
  return prove({ htm: 'GET', htu: ctx.settings.publicOrigin + LIMITS, ath: createHash('sha256').update(token).digest('base64url'), ...claims });
}

async function use(token: string, dpop: string) {
  const endpoint = sacp.find(({ method, path }) => method === 'GET' && path === LIMITS);
  if (!endpoint) throw new Error('no limits');
  return callEndpoint(ctx, endpoint, { headers: { authorization: `DPoP ${token}`, dpop } });
}

describe('the DPoP nonce (RFC 9449 section 8)', () => {
  it('is told to whoever sends a proof, is taken by every process of the installation, and gives way to the next', async () => {
    const first = await askToken({});
    expect(first.status).toBe(200);
    const nonce = first.headers.get('dpop-nonce') ?? '';
    expect((await askToken({ nonce }, { ...ctx, keyring: createKeyring(`test:${Buffer.alloc(32, 7).toString('base64')}`) })).status).toBe(200);
    ctx.clock.advance(300);
    const later = await askToken({ nonce });
    expect(later.status).toBe(200);
    expect(later.headers.get('dpop-nonce')).not.toBe(nonce);
    ctx.clock.advance(300);
    const stale = await askToken({ nonce });
    expect(stale).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
    expect((await askToken({ nonce: stale.headers.get('dpop-nonce') })).status).toBe(200);
  });

  it.each([['one that nobody gave out', 'x'.repeat(43)], ['an empty one', ''], ['what is no text', 7], ['none at all', null]])('is asked for anew after %s', async (_case, nonce) => {
    expect((await askToken({ nonce })).body.error).toBe('use_dpop_nonce');
  });

  it('of another installation is not ours', async () => {
    const foreign = currentDpopNonce({ ...ctx, keyring: createKeyring(`other:${Buffer.alloc(32, 8).toString('base64')}`) });
    expect((await askToken({ nonce: foreign })).body.error).toBe('use_dpop_nonce');
  });

  it('once used for a token is needed at every use of it; each proof counts once, also under a nonce that still holds', async () => {
    const nonce = currentDpopNonce(ctx);
    const token = String((await askToken({ nonce })).body.access_token);
    const challenged = await use(token, await proofOfUse(token, {}));
    expect(challenged.status).toBe(401);
    expect(challenged.headers.get('www-authenticate')).toContain('error="use_dpop_nonce"');
    const proof = await proofOfUse(token, { nonce: challenged.headers.get('dpop-nonce') });
    expect((await use(token, proof)).status).toBe(200);
    const replayed = await use(token, proof);
    expect(replayed.status).toBe(401);
    expect(replayed.headers.get('www-authenticate')).toContain('error="invalid_dpop_proof"');
    const stale = await proofOfUse(token, { nonce: 'x'.repeat(43) });
    expect((await use(token, stale)).headers.get('www-authenticate')).toContain('error="use_dpop_nonce"');
  });

  it('costs no write of its own: a refused nonce leaves nothing behind', async () => {
    const count = async () => (await ctx.pool.query<{ n: string }>('select count(*) as n from used_proof')).rows[0]?.n;
    const before = await count();
    await askToken({ nonce: 'x' });
    expect(await count()).toBe(before);
  });
});
