import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { listDueFeeds } from './store';

const LIMIT = 100;

/** Promises a run of a merchant's feed, in the caller's transaction. Of one feed one run is under way at a time. */
export const queueFeed = (tx: Ctx, merchantId: string): Promise<void> =>
  emit(tx, { topic: 'feed.publish', aggregateId: `feed:${merchantId}`, tenantId: merchantId, payload: { merchantId } });

/** The job: promises a run of every feed whose time has come. The runs themselves are the outbox's, so that a target that hangs holds up its own feed alone. */
export const queueDueFeeds = (ctx: Ctx): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    for (const merchantId of await listDueFeeds(tx, LIMIT)) await queueFeed(tx, merchantId);
  });
