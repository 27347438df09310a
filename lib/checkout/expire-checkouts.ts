import { inTransaction, type Ctx } from '@/lib/ports';
import { announceSession } from './announce-session';
import { sessionStatus } from './session-status';
import { isEditable } from './status';
import { listLapsedCheckouts, lockCheckout, writeStatus } from './store';
import type { Checkout } from './types';

const BATCH = 100;
const MAX_BATCHES = 10;

/**
 * The job: writes down which unpaid checkouts ran out of time, and tells the agents of those that were sessions, once: that they are
 * cancelled, or failed when the last payment was declined. What was asked of owners for them runs out by itself, no later. Safe to run
 * anywhere, at any time.
 */
export async function expireCheckouts(ctx: Ctx): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const ids = await listLapsedCheckouts(ctx, BATCH);
    for (const id of ids) await inTransaction(ctx, (tx) => expire(tx, id));
    if (ids.length < BATCH) return;
  }
}

async function expire(tx: Ctx, id: string): Promise<void> {
  const checkout = await lockCheckout(tx, id);
  // Paid, canceled or written down since it was listed.
  if (!checkout || !isEditable(checkout.status) || checkout.expiresAt > tx.clock.now()) return;
  const updatedAt = await writeStatus(tx, id, 'expired');
  const expired: Checkout = { ...checkout, status: 'expired', version: checkout.version + 1, updatedAt };
  await announceSession(tx, sessionStatus(expired) === 'failed' ? 'session.failed' : 'session.cancelled', expired);
}
