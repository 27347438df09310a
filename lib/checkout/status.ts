/**
 * open: neither buyer nor address. needs_input: something named in messages is missing. ready: payable.
 * authentication_required: payable, and the card that was tried needs its holder authenticated first (3-D Secure).
 * paying: a payment attempt is under way. completed, canceled, expired: for good.
 */
export type CheckoutStatus = 'open' | 'needs_input' | 'ready' | 'authentication_required' | 'paying' | 'completed' | 'canceled' | 'expired';

const TRANSITIONS: Record<CheckoutStatus, readonly CheckoutStatus[]> = {
  open: ['open', 'needs_input', 'ready', 'canceled', 'expired'],
  needs_input: ['open', 'needs_input', 'ready', 'canceled', 'expired'],
  ready: ['open', 'needs_input', 'ready', 'authentication_required', 'paying', 'canceled', 'expired'],
  authentication_required: ['open', 'needs_input', 'ready', 'paying', 'canceled', 'expired'],
  paying: ['ready', 'needs_input', 'completed'],
  completed: [],
  canceled: [],
  expired: [],
};

export const mayMove = (from: CheckoutStatus, to: CheckoutStatus): boolean => TRANSITIONS[from].includes(to);
/** Goods, buyer and destination are all there: what is missing, if anything, is said of the card alone. */
export const isPayable = (status: CheckoutStatus): status is 'ready' | 'authentication_required' => status === 'ready' || status === 'authentication_required';
export const isEditable = (status: CheckoutStatus): boolean => mayMove(status, 'canceled');
