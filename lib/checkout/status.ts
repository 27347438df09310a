/**
 * open: neither buyer nor address. needs_input: something named in messages is missing. ready: payable.
 * paying: a payment attempt is under way. completed, canceled, expired: for good.
 */
export type CheckoutStatus = 'open' | 'needs_input' | 'ready' | 'paying' | 'completed' | 'canceled' | 'expired';

const TRANSITIONS: Record<CheckoutStatus, readonly CheckoutStatus[]> = {
  open: ['open', 'needs_input', 'ready', 'canceled', 'expired'],
  needs_input: ['open', 'needs_input', 'ready', 'canceled', 'expired'],
  ready: ['open', 'needs_input', 'ready', 'paying', 'canceled', 'expired'],
  paying: ['ready', 'needs_input', 'completed'],
  completed: [],
  canceled: [],
  expired: [],
};

export const mayMove = (from: CheckoutStatus, to: CheckoutStatus): boolean => TRANSITIONS[from].includes(to);
export const isEditable = (status: CheckoutStatus): boolean => mayMove(status, 'canceled');
