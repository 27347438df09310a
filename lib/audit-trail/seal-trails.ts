import { ensureSigningKeys, signRecord } from '@/lib/mandate';
import { inTransaction, type Ctx } from '@/lib/ports';
import { contentOf, hashOf, NO_HASH, type StoredEvent } from './link';
import { findHead, insertLinks, insertSeal, listPending, listUnsealedWallets, lockChain, type Link } from './store';

const WALLETS = 100;
const EVENTS = 1_000;

/** The job: chains what was written since its last run and signs the end of each chain. Safe to run anywhere, at any time. */
export async function sealTrails(ctx: Ctx): Promise<void> {
  const walletIds = await listUnsealedWallets(ctx, WALLETS);
  if (walletIds.length > 0) await ensureSigningKeys(ctx);
  for (const walletId of walletIds) await inTransaction(ctx, (tx) => sealTrail(tx, walletId));
}

/** Chains a wallet's oldest events that wait, in the order they were written, at most 1000, and signs the new end. In the caller's transaction. */
async function sealTrail(tx: Ctx, walletId: string): Promise<void> {
  await lockChain(tx, walletId);
  const [head, events] = [await findHead(tx, walletId), await listPending(tx, { walletId, limit: EVENTS })];
  const links = chain(walletId, head, events);
  const last = links.at(-1);
  if (!last) return; // another process was faster
  await insertLinks(tx, walletId, links);
  const createdAt = tx.clock.now();
  const record = await signRecord(tx, 'trail', { type: 'trail_seal', wallet_id: walletId, seq: last.seq.toString(), hash: last.hash, sealed_at: createdAt.toISOString() });
  await insertSeal(tx, walletId, { seq: last.seq, hash: last.hash, record, createdAt });
}

function chain(walletId: string, head: { seq: bigint; hash: string } | null, events: readonly StoredEvent[]): Link[] {
  let [seq, previousHash] = [head?.seq ?? 0n, head?.hash ?? NO_HASH];
  return events.map((event) => {
    seq += 1n;
    const content = contentOf(event, { walletId, seq, previousHash });
    const link: Link = { seq, eventId: event.id, previousHash, content, hash: hashOf(content) };
    previousHash = link.hash;
    return link;
  });
}
