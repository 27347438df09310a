/**
 * requested: the merchant has yet to decide. approved: it takes the goods back, the money is on its way and not yet there.
 * refused, refunded: for good.
 */
export type ReturnStatus = 'requested' | 'approved' | 'refused' | 'refunded';

const TRANSITIONS: Readonly<Record<ReturnStatus, readonly ReturnStatus[]>> = {
  requested: ['approved', 'refused'],
  approved: ['refunded'],
  refused: [],
  refunded: [],
};

export const mayMove = (from: ReturnStatus, to: ReturnStatus): boolean => TRANSITIONS[from].includes(to);

/** Whether its goods and its money count as coming back. */
export const counts = (status: ReturnStatus): boolean => status !== 'refused';
