import { newUuid } from '@/lib/kernel/id';
import { inTransaction, type Ctx } from '@/lib/ports';
import { queueFeed } from './queue-feeds';
import { deleteRefusals, deleteTarget, markEverything, reviveTarget, writeTarget } from './store';

/**
 * Publishes a merchant's catalogue at an address from now on: the whole of it at once, then what changes. A target that is set again, the
 * same one too, starts over with a feed of its own. Without a secret none is sent: one that was kept never goes to a new address.
 */
export const setFeedTarget = (ctx: Ctx, { merchantId, url, secret }: { merchantId: string; url: string; secret: string | null }): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    await writeTarget(tx, { merchantId, generation: newUuid(), url, secret });
    await deleteRefusals(tx, merchantId);
    await markEverything(tx, merchantId);
    await queueFeed(tx, merchantId);
  });

/** Publishes everything once more, now, whatever the feed waits for. False when the merchant has no target. */
export const publishEverything = (ctx: Ctx, merchantId: string): Promise<boolean> =>
  inTransaction<Ctx, boolean>(ctx, async (tx) => {
    if (!(await reviveTarget(tx, merchantId))) return false;
    await markEverything(tx, merchantId);
    await queueFeed(tx, merchantId);
    return true;
  });

/** Publishes no more. What is published stays where it is: the Feed API takes nothing back. False when the merchant has no target. */
export const removeFeedTarget = (ctx: Ctx, merchantId: string): Promise<boolean> =>
  inTransaction<Ctx, boolean>(ctx, async (tx) => {
    await deleteRefusals(tx, merchantId);
    return deleteTarget(tx, merchantId);
  });
