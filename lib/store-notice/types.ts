import type { Money } from '@/lib/kernel/money';

/** What the people of a merchant may be told of by mail: an order, one that its customer canceled, a return that is asked for, cards that are not taken any more, a webhook that nobody takes. */
export const STORE_EVENTS = ['order', 'cancellation', 'return', 'payments', 'webhook'] as const;
export type StoreEvent = (typeof STORE_EVENTS)[number];

/** What one of them is told of. */
export type StoreChoices = Readonly<Record<StoreEvent, boolean>>;

export type StoreNotice = {
  readonly merchantId: string;
  readonly event: StoreEvent;
  /** Which one it is: of one subject the people are told once. */
  readonly subject: string;
  /** What it comes to. */
  readonly money?: Money;
  /** The name of what it is about: the host of a webhook. */
  readonly name?: string;
  /** The page of ours that it is about. */
  readonly path: `/dashboard/${string}`;
};
