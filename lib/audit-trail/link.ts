import { canonicalJson, sha256Hex } from '@/lib/kernel/hash';
import type { TrailDetail, TrailKind } from '@/lib/ports';

/** An event as it was written. */
export type StoredEvent = {
  readonly id: string;
  readonly kind: TrailKind;
  readonly actor: string;
  readonly subject: string | null;
  readonly detail: TrailDetail;
  readonly at: Date;
};

/** Before the first link there is nothing. */
export const NO_HASH = '0'.repeat(64);

/** What is hashed of an event in its place: canonical JSON (RFC 8785) of itself, its place and the hash before it. */
export const contentOf = (event: StoredEvent, place: { walletId: string; seq: bigint; previousHash: string }): string =>
  canonicalJson({
    v: 1,
    wallet_id: place.walletId,
    seq: place.seq.toString(),
    previous_hash: place.previousHash,
    event_id: event.id,
    kind: event.kind,
    actor: event.actor,
    subject: event.subject,
    detail: event.detail,
    at: event.at.toISOString(),
  });

export const hashOf = (content: string): string => sha256Hex(content);
