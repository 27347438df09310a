import type { AdjustmentStatus, FulfillmentKind, FulfillmentStatus } from './types';

/** How a fulfilment of each kind begins. */
export const FIRST_STATUS: Readonly<Record<FulfillmentKind, FulfillmentStatus>> = { shipping: 'shipped', pickup: 'ready_for_pickup', digital: 'delivered' };

/** The one table of what a fulfilment may become. A carrier may try again and again. */
const NEXT: Readonly<Record<FulfillmentStatus, readonly FulfillmentStatus[]>> = {
  shipped: ['in_transit', 'out_for_delivery', 'delivered', 'failed'],
  in_transit: ['in_transit', 'out_for_delivery', 'delivered', 'failed'],
  out_for_delivery: ['in_transit', 'out_for_delivery', 'delivered', 'failed'],
  ready_for_pickup: ['delivered', 'failed'],
  delivered: [],
  failed: [],
};

export const nextStatuses = (from: FulfillmentStatus): readonly FulfillmentStatus[] => NEXT[from];
export const mayBecome = (from: FulfillmentStatus, to: FulfillmentStatus): boolean => NEXT[from].includes(to);

/** The one table of what an adjustment may become. */
const NEXT_OF_ADJUSTMENT: Readonly<Record<AdjustmentStatus, readonly AdjustmentStatus[]>> = { pending: ['completed', 'failed'], completed: [], failed: [] };

export const adjustmentMayBecome = (from: AdjustmentStatus, to: AdjustmentStatus): boolean => NEXT_OF_ADJUSTMENT[from].includes(to);
