import type { Ctx } from '@/lib/ports';

/** A promised side effect, leased to this process. Its consumer may see it again, so it must be idempotent by `id`. */
export type LeasedEvent = {
  readonly id: bigint;
  readonly topic: string;
  readonly aggregateId: string;
  readonly tenantId: string;
  readonly payload: unknown;
  /** Failed deliveries so far. */
  readonly attempts: number;
  /** Names this lease: who holds a later one has taken the event over. */
  readonly leasedUntil: Date;
};

/**
 * A share of the topics: those named, or all but those. `places`: so many of its events are under way at a time. `receiversShare`: no receiver
 * may take all of them; who receives is what an aggregate's id names before its first colon.
 */
export type Lane = { readonly topics: readonly string[]; readonly holds: 'these' | 'all others'; readonly places: number; readonly receiversShare?: true };

/** Delivers one event, or throws: then it is tried again later. */
export type Consumer = (ctx: Ctx, event: LeasedEvent) => Promise<void>;
export type Consumers = Readonly<Record<string, Consumer>>;

/** Work that is due every so often, in one process at a time. Safe to run at any time and to be cut off. */
export type PeriodicJob = { readonly name: string; readonly everySeconds: number; readonly run: (ctx: Ctx) => Promise<unknown> };
