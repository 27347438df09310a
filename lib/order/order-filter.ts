import { toDay } from '@/lib/kernel/day';
import { CHANNELS, type Channel } from '@/lib/merchant';

const STATUSES = ['authorized', 'captured', 'voided', 'expired', 'return_requested'] as const;

/** A payment's state, or `return_requested`: an agent asks to return something, and nobody has decided. */
export type OrderStatusFilter = (typeof STATUSES)[number];

/** Which orders of a merchant are meant; what is left out does not matter. */
export type OrderFilter = {
  readonly status?: OrderStatusFilter;
  readonly wire?: Channel;
  /** Days of the store's calendar, YYYY-MM-DD, both included. */
  readonly from?: string;
  readonly until?: string;
  /** An order's number or id, or the beginning of the buyer's name or email address. */
  readonly search?: string;
};

/** A filter as it stands in an address. */
export type OrderFilterInput = Readonly<Partial<Record<'status' | 'wire' | 'from' | 'until' | 'q', string | undefined>>>;

const MAX_SEARCH = 100;

/** The filter that an address asks for. A part that makes no sense filters nothing and is named in `faults`. */
export function decideOrderFilter(input: OrderFilterInput): { filter: OrderFilter; faults: readonly (keyof OrderFilterInput)[] } {
  const faults: (keyof OrderFilterInput)[] = [];
  const take = <T>(field: keyof OrderFilterInput, parse: (text: string) => T | null): T | undefined => {
    const text = input[field];
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === null) faults.push(field);
    return value ?? undefined;
  };
  const filter: OrderFilter = {
    status: take('status', (text) => STATUSES.find((status) => status === text) ?? null),
    wire: take('wire', (text) => CHANNELS.find((wire) => wire === text) ?? null),
    from: take('from', toDay),
    until: take('until', toDay),
    search: input.q?.trim().slice(0, MAX_SEARCH) || undefined,
  };
  return { filter, faults };
}
