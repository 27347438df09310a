import { releasePrice } from '@/lib/checkout';
import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { hostedStatus } from './hosted-status';
import { settleHostedCheckout } from './settle-hosted-checkout';
import { endHosted, leaseUnheard, listOver } from './store';
import type { HostedRow } from './types';

const BATCH = 100;
/** A webhook comes within seconds: after this long the provider is asked. */
const UNHEARD_SECONDS = 60;
const ASK_BATCH = 20;

/**
 * The job: writes down which hosted checkouts are over, and lets go of the price that they held. At a provider they are looked at a last time and
 * closed. Safe to run anywhere, at any time.
 */
export async function expireHostedCheckouts(ctx: Ctx): Promise<void> {
  for (const row of await listOver(ctx, BATCH)) await (row.provider === 'simulator' ? end(ctx, row) : settle(ctx, row.id));
}

/** The job: asks the provider about those that it told nothing of. A few at a time, each at most once a minute. */
export async function recoverHostedPayments(ctx: Ctx): Promise<void> {
  const ids = await leaseUnheard(ctx, { before: addSeconds(ctx.clock.now(), -UNHEARD_SECONDS), limit: ASK_BATCH });
  await Promise.all(ids.map((id) => settle(ctx, id)));
}

async function end(ctx: Ctx, row: HostedRow): Promise<void> {
  const status = hostedStatus(row, ctx.clock.now());
  if (status === 'open') return; // it is being paid
  await endHosted(ctx, row.id, status);
  if (status === 'expired') await releasePrice(ctx, row.checkoutId);
}

/** One that cannot be settled just now holds up no other. */
async function settle(ctx: Ctx, hostedCheckoutId: string): Promise<void> {
  try {
    await settleHostedCheckout(ctx, { hostedCheckoutId });
  } catch (error) {
    ctx.log.warn({ err: error, hostedCheckoutId }, 'a hosted checkout could not be settled; it will be tried again');
  }
}
