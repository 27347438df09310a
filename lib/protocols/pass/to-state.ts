import type { PassView } from '@/lib/order-pass';

/** States that a ticket does not leave; a canceled one's money may still be on its way. */
const ENDS: readonly PassView['status'][] = ['fulfilled', 'refunded', 'no_show'];

/** What a stream says of a pass; `last`: nothing more will be said. */
export const toState = (pass: PassView) => ({
  status: pass.status,
  eta_at: pass.etaAt.toISOString(),
  arrived: pass.arrivedAt !== null,
  payment_status: pass.paymentStatus,
  refunded: pass.refunded.amount.toString(),
  revision: pass.revision,
  last: ENDS.includes(pass.status) || (pass.status === 'canceled' && isSettled(pass)),
});

const isSettled = ({ paymentStatus, refunded, total }: PassView): boolean =>
  paymentStatus === 'voided' || paymentStatus === 'expired' || refunded.amount >= total.amount;
