import type { HostedRow, HostedStatus } from './types';

/** A payment at a provider that was made in time may be heard of this long after: the price is held as long. */
export const SETTLE_SECONDS = 300;

type Standing = Pick<HostedRow, 'status' | 'expiresAt' | 'snapshotHash' | 'checkoutHash' | 'checkoutStatus' | 'orderId'>;

/**
 * How a hosted checkout stands, whether or not anyone has written so. Pure. An order makes it complete, by whatever way it was paid; while the
 * checkout is being paid it stays open, past its time also.
 */
export function hostedStatus(row: Standing, now: Date): HostedStatus {
  if (row.orderId !== null) return 'complete';
  if (row.status === 'expired') return 'expired';
  if (row.checkoutStatus === 'paying') return 'open';
  const isEnded = row.checkoutStatus === 'canceled' || row.checkoutStatus === 'expired';
  return isEnded || row.expiresAt <= now || row.snapshotHash !== row.checkoutHash ? 'expired' : 'open';
}
