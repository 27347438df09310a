import type { FeedDestination, FeedItem } from '@/lib/ports';

/** Where a merchant's catalogue is published. `generation` is new whenever the target is set: what belongs to an older one is void. */
export type FeedTarget = FeedDestination & {
  readonly merchantId: string;
  readonly generation: string;
  /** The target's own id of the feed; null until it made one. */
  readonly feedId: string | null;
  /** stopped: it said no in a way that no further try will change. */
  readonly status: 'active' | 'stopped';
  /** Failures since the last success. */
  readonly attempts: number;
  readonly nextTryAt: Date;
};

/** An item that waits to be published. */
export type FeedChange = { readonly revision: bigint; readonly item: FeedItem };

/** Why nothing of a feed could be published. `status` is of HTTP, null when there was no answer. */
export type FeedError = { readonly status: number | null; readonly code: string; readonly message: string; readonly at: string };
