import { verifyCompact } from '@/lib/mandate';
import { canonicalJson } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';
import { contentOf, hashOf, NO_HASH } from './link';
import { countUnchained, listLinks, listSeals, type LinkedEvent, type Seal } from './store';

export type TrailVerdict = {
  readonly ok: boolean;
  /** What does not agree, the first twenty. */
  readonly faults: readonly string[];
  /** How many events are chained, and how many wait for it. */
  readonly chained: number;
  readonly waiting: number;
  /** The hash of the last link; null before the first. */
  readonly head: string | null;
  readonly sealedAt: Date | null;
};

const PAGE = 1_000;
const FAULTS_MAX = 20;

/** Recomputes a wallet's whole chain: finds every event that was changed, removed, put in or moved, and every end that was signed and is not there. */
export async function verifyTrail(ctx: Ctx, walletId: string): Promise<TrailVerdict> {
  const [seals, unchained] = await Promise.all([listSeals(ctx, walletId), countUnchained(ctx, walletId)]);
  const faults: string[] = [];
  const hashes = new Map<string, string>();
  let [seq, head] = [0n, NO_HASH];
  for (let page = await listLinks(ctx, { walletId, after: 0n, limit: PAGE }); page.length > 0; page = await listLinks(ctx, { walletId, after: seq, limit: PAGE })) {
    for (const link of page) {
      faults.push(...judgeLink(link, { walletId, seq: seq + 1n, previousHash: head }));
      [seq, head] = [link.seq, link.hash];
      hashes.set(seq.toString(), head);
    }
  }
  for (const seal of seals) faults.push(...(await judgeSeal(ctx, walletId, seal, hashes)));
  const last = seals.at(-1);
  if (hashes.size > 0 && last?.seq !== seq) faults.push(`The end of the chain, entry ${seq}, is not signed.`);
  if (unchained.lost > 0) faults.push(`${unchained.lost} events are in no place of the chain.`);
  return {
    ok: faults.length === 0, faults: faults.slice(0, FAULTS_MAX), chained: hashes.size, waiting: unchained.waiting,
    head: hashes.size > 0 ? head : null, sealedAt: last?.createdAt ?? null,
  };
}

function judgeLink(link: LinkedEvent, expected: { walletId: string; seq: bigint; previousHash: string }): string[] {
  const at = `Entry ${link.seq}`;
  if (link.seq !== expected.seq) return [`${at} follows entry ${expected.seq - 1n}: what was between them is gone.`];
  if (link.previousHash !== expected.previousHash) return [`${at} does not follow the entry before it.`];
  if (!link.event) return [`${at} is of an event that is gone.`];
  if (contentOf(link.event, expected) !== link.content) return [`${at} was changed after it was chained.`];
  return hashOf(link.content) === link.hash ? [] : [`${at} has another hash than its content.`];
}

async function judgeSeal(ctx: Ctx, walletId: string, seal: Seal, hashes: ReadonlyMap<string, string>): Promise<string[]> {
  const at = `The signature at entry ${seal.seq}`;
  if (hashes.get(seal.seq.toString()) !== seal.hash) return [`${at} is over another chain.`];
  const { signature, ...record } = seal.record as { signature?: unknown };
  const payload = typeof signature === 'string' ? await verifyCompact(ctx, 'mandate', 'trail-seal+jwt', signature) : null;
  const expected = { type: 'trail_seal', wallet_id: walletId, seq: seal.seq.toString(), hash: seal.hash, sealed_at: seal.createdAt.toISOString() };
  const [signed, said, stands] = [payload, record, expected].map((value) => canonicalJson(value));
  return signed === said && said === stands ? [] : [`${at} is not ours, or over something else.`];
}
