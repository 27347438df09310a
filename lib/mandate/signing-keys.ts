import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { processWide } from '@/lib/kernel/process-wide';
import type { Keyring } from '@/lib/kernel/keyring';
import { type Ctx, inTransaction } from '@/lib/ports';
import { decodeJws, isSignedBy, signJws } from './jws';
import { findCurrentSigningKey, findPublicKey, insertSigningKey, listPublicKeys, lockSigningKeys, retireSigningKeys, type SigningKeyRow } from './store';
import type { Jwks, PublicJwk, SigningPurpose } from './types';

type SigningKey = { readonly kid: string; readonly privateKey: KeyObject };
type KeyCache = {
  readonly current: Map<SigningPurpose, SigningKey & { readonly readAt: number }>;
  readonly publicKeys: Map<string, { purpose: SigningPurpose; key: KeyObject }>;
};

/** By keyring: a sealed key opens under its own keyring only, and there is one for each installation that a process serves. */
const caches = () => processWide('mandate.signingKeys', () => new WeakMap<Keyring, KeyCache>());

function cacheOf(ctx: Ctx): KeyCache {
  const found = caches().get(ctx.keyring);
  if (found) return found;
  const made: KeyCache = { current: new Map(), publicKeys: new Map() };
  caches().set(ctx.keyring, made);
  return made;
}

const PURPOSES = ['token', 'mandate'] as const;
/** How long a process signs with the key it read: a rotation in another process is taken up within this time. */
const REREAD_MS = 60_000;

/**
 * Makes the keys that are missing and keeps them opened for this process. Call it before a transaction, never inside one: a key
 * that a rollback took away must not stay in memory. Safe to call from any number of processes at once.
 */
export async function ensureSigningKeys(ctx: Ctx): Promise<void> {
  const { current } = cacheOf(ctx);
  const now = ctx.clock.now().getTime();
  for (const purpose of PURPOSES) {
    const cached = current.get(purpose);
    if (cached && Math.abs(now - cached.readAt) < REREAD_MS) continue;
    const row = await findOrMakeKey(ctx, purpose);
    current.set(purpose, { ...(cached?.kid === row.id ? cached : openKey(ctx, row)), readAt: now });
  }
}

/**
 * Makes new keys for both purposes and retires the old ones, at once. What those signed stays verifiable: they stay in the key set. Other
 * processes sign with the new keys within a minute. Answers the new names.
 */
export async function rotateSigningKeys(ctx: Ctx): Promise<Record<SigningPurpose, string>> {
  const made = await inTransaction(ctx, async (tx) => {
    await lockSigningKeys(tx);
    await retireSigningKeys(tx);
    const rows = { token: makeKey(tx, 'token'), mandate: makeKey(tx, 'mandate') };
    for (const purpose of PURPOSES) await insertSigningKey(tx, rows[purpose]);
    return rows;
  });
  cacheOf(ctx).current.clear();
  return { token: made.token.id, mandate: made.mandate.id };
}

async function findOrMakeKey(ctx: Ctx, purpose: SigningPurpose): Promise<SigningKeyRow> {
  const found = await findCurrentSigningKey(ctx, purpose);
  if (found) return found;
  return inTransaction(ctx, async (tx) => {
    await lockSigningKeys(tx);
    const meanwhile = await findCurrentSigningKey(tx, purpose);
    if (meanwhile) return meanwhile;
    const made = makeKey(tx, purpose);
    await insertSigningKey(tx, made);
    return made;
  });
}

function makeKey(ctx: Ctx, purpose: SigningPurpose): SigningKeyRow {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
  // RFC 7638: the thumbprint of the key is its name.
  const kid = createHash('sha256').update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y })).digest('base64url');
  const privateText = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    id: kid,
    purpose,
    public_jwk: { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' },
    sealed_private: ctx.keyring.seal(privateText, sealPurpose(purpose)),
  };
}

const sealPurpose = (purpose: SigningPurpose): string => `signing_key:${purpose}`;

function openKey(ctx: Ctx, row: SigningKeyRow): SigningKey {
  const der = Buffer.from(ctx.keyring.open(row.sealed_private, sealPurpose(row.purpose)), 'base64');
  return { kid: row.id, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}

/** Signs JSON text as a compact ES256 JWS with the current key of `purpose`. May be called inside a transaction. */
export async function signCompact(ctx: Ctx, purpose: SigningPurpose, typ: string, payload: string): Promise<{ jws: string; kid: string }> {
  // Inside a transaction a key that is not in memory is used, but not kept: see ensureSigningKeys.
  const key = cacheOf(ctx).current.get(purpose) ?? openKey(ctx, await findOrMakeKey(ctx, purpose));
  return { jws: signJws(key.privateKey, { kid: key.kid, typ }, payload), kid: key.kid };
}

/** The payload of a JWS that one of our keys of this purpose signed under this `typ`; null for everything else. */
export async function verifyCompact(ctx: Ctx, purpose: SigningPurpose, typ: string, text: string): Promise<Record<string, unknown> | null> {
  const jws = decodeJws(text);
  if (!jws || jws.header.typ !== typ) return null;
  const found = await findVerificationKey(ctx, jws.header.kid);
  return found?.purpose === purpose && isSignedBy(found.key, jws) ? jws.payload : null;
}

const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;

async function findVerificationKey(ctx: Ctx, kid: string): Promise<{ purpose: SigningPurpose; key: KeyObject } | null> {
  const { publicKeys } = cacheOf(ctx);
  const cached = publicKeys.get(kid);
  if (cached) return cached;
  if (!THUMBPRINT.test(kid)) return null;
  const row = await findPublicKey(ctx, kid);
  if (!row) return null;
  const found = { purpose: row.purpose, key: toPublicKey(row.public_jwk) };
  publicKeys.set(kid, found);
  return found;
}

export const toPublicKey = ({ kty, crv, x, y }: PublicJwk): KeyObject => createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });

/** RFC 7517 set of every key that we ever signed with. */
export async function publicJwks(ctx: Ctx): Promise<Jwks> {
  await ensureSigningKeys(ctx);
  return { keys: await listPublicKeys(ctx) };
}
