import { releasePrice } from '@/lib/checkout';
import type { Ctx } from '@/lib/ports';
import { hostedStatus } from './hosted-status';
import { endHosted, listOver } from './store';
import type { HostedRow } from './types';

const BATCH = 100;

/** The job: writes down which hosted checkouts are over, and lets go of the price that they held. Safe to run anywhere, at any time. */
export async function expireHostedCheckouts(ctx: Ctx): Promise<void> {
  for (const row of await listOver(ctx, BATCH)) await end(ctx, row);
}

async function end(ctx: Ctx, row: HostedRow): Promise<void> {
  const status = hostedStatus(row, ctx.clock.now());
  if (status === 'open') return; // it is being paid
  await endHosted(ctx, row.id, status);
  if (status === 'expired') await releasePrice(ctx, row.checkoutId);
}
