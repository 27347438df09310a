import * as z from 'zod/mini';
import { canonicalJson, sha256Hex } from '@/lib/kernel/hash';
import { shapeFaults } from './fault';
import { isSigned, parseJson, readJwks, type TrustedKeys } from './signature';

/** What a verified trail proves: that these entries, and no others, stood up to the last seal. Times are ISO 8601, as the wallet's clock showed them. */
export type TrailFacts = {
  readonly walletId: string;
  readonly entries: number;
  readonly seals: number;
  readonly from: string;
  readonly to: string;
  readonly sealedAt: string;
};

export type TrailVerdict = { readonly ok: true; readonly facts: TrailFacts } | { readonly ok: false; readonly faults: readonly string[] };

const FAULTS_MAX = 20;
const NO_HASH = '0'.repeat(64);
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hex'));
const Instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is no instant in UTC'));

/** GET /api/agent/v1/wallet/audit-trail. What the server says of its own verification is not believed. */
const Export = z.strictObject({
  verification: z.unknown(),
  seals: z.array(z.strictObject({ type: z.literal('trail_seal'), wallet_id: z.string(), seq: z.string(), hash: Hash, sealed_at: Instant, signature: z.string() })),
  entries: z.array(z.strictObject({ seq: z.string(), content: z.string(), hash: Hash })),
});
type Seal = z.infer<typeof Export>['seals'][number];

const Content = z.strictObject({
  v: z.literal(1),
  wallet_id: z.string(),
  seq: z.string(),
  previous_hash: Hash,
  event_id: z.string(),
  kind: z.string(),
  actor: z.string(),
  subject: z.nullable(z.string()),
  detail: z.record(z.string(), z.unknown()),
  at: Instant,
});
type Entry = z.infer<typeof Content> & { readonly hash: string };

/** Whether a file is meant to be an audit trail, not a payment's evidence. */
export const isTrail = (file: unknown): boolean => typeof file === 'object' && file !== null && 'entries' in file && 'seals' in file;

/**
 * Verifies an exported audit trail against keys that the reader holds: every entry follows the one before it from the first on, and every
 * seal is signed and over the chain. What was cut off after the last seal of the file cannot be seen; compare with a later export. Needs
 * no network, and never throws.
 */
export function verifyTrail(file: unknown, trust: { readonly jwks: unknown }): TrailVerdict {
  const parsed = Export.safeParse(file);
  if (!parsed.success) return { ok: false, faults: shapeFaults(parsed.error, 'The trail').slice(0, FAULTS_MAX) };
  const { entries: written, seals } = parsed.data;
  const [entries, faults] = readChain(written);
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return { ok: false, faults: faults.length > 0 ? faults : ['The trail is empty: there is nothing to verify.'] };
  const keys = readJwks(trust.jwks);
  faults.push(...seals.flatMap((seal) => judgeSeal(seal, { entries, walletId: first.wallet_id, keys })));
  const end = seals.at(-1);
  if (end?.seq !== last.seq) faults.push(`The end of the trail, entry ${last.seq}, is not sealed.`);
  if (faults.length > 0 || !end) return { ok: false, faults: faults.slice(0, FAULTS_MAX) };
  return { ok: true, facts: { walletId: first.wallet_id, entries: entries.length, seals: seals.length, from: first.at, to: last.at, sealedAt: end.sealed_at } };
}

function readChain(written: z.infer<typeof Export>['entries']): [Entry[], string[]] {
  const entries: Entry[] = [];
  const faults: string[] = [];
  for (const [index, { seq, content, hash }] of written.entries()) {
    const said = parseJson(content);
    const parsed = Content.safeParse(said);
    if (!parsed.success || canonicalJson(said) !== content) {
      return [entries, [...faults, `Entry ${seq} cannot be read.`]];
    }
    const entry = { ...parsed.data, hash };
    const before = entries.at(-1);
    if (sha256Hex(content) !== hash) faults.push(`Entry ${seq} was changed: its hash is another.`);
    if (entry.seq !== seq || seq !== String(index + 1)) faults.push(`Entry ${seq} is not in its place.`);
    if (entry.previous_hash !== (before?.hash ?? NO_HASH)) faults.push(`Entry ${seq} does not follow the entry before it.`);
    if (before && entry.wallet_id !== before.wallet_id) faults.push(`Entry ${seq} is of another wallet.`);
    entries.push(entry);
  }
  return [entries, faults];
}

function judgeSeal(seal: Seal, { entries, walletId, keys }: { entries: readonly Entry[]; walletId: string; keys: TrustedKeys }): string[] {
  const at = `The seal at entry ${seal.seq}`;
  if (!isSigned(seal, 'trail-seal+jwt', keys)) return [`${at} is not signed by a trusted key, or was changed.`];
  if (seal.wallet_id !== walletId) return [`${at} is of another wallet.`];
  return entries.find(({ seq }) => seq === seal.seq)?.hash === seal.hash ? [] : [`${at} is over another chain.`];
}
