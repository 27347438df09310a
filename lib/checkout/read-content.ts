import { decodeJson } from '@/lib/db';
import { NO_DETAILS, NO_DISCOUNTS } from './no-extras';
import type { CheckoutContent, CheckoutLine, CheckoutTotals, FulfillmentOption } from './types';

/** A document as it was written at any time: what came later may be left out, and one option was once chosen for all lines. */
type StoredContent = Omit<CheckoutContent, 'lines' | 'options' | 'totals' | AddedPart> &
  Partial<Pick<CheckoutContent, AddedPart>> & {
    readonly lines: readonly (Omit<CheckoutLine, 'taxes'> & Partial<Pick<CheckoutLine, 'taxes'>>)[];
    readonly options: readonly (Omit<FulfillmentOption, Later> & Partial<Pick<FulfillmentOption, Later>>)[];
    readonly totals: StoredTotals;
    readonly selectedOptionId?: string | null;
  };
type AddedPart = 'selections' | 'groups' | 'discounts' | 'details' | 'authentication' | 'handover';
type Later = 'lineIds' | 'groupId' | 'taxes';

/** Totals as they were written at any time. */
export type StoredTotals = Omit<CheckoutTotals, 'feeAmount'> & Partial<Pick<CheckoutTotals, 'feeAmount'>>;

/** Totals as they were kept: those from before there were fees have none. */
export const readTotals = (stored: StoredTotals): CheckoutTotals => ({ ...stored, feeAmount: stored.feeAmount ?? 0n });

/** The content of a checkout as it was kept, with what its time did not know yet. */
export function readContent(json: unknown): CheckoutContent {
  const { selectedOptionId, ...stored } = decodeJson<StoredContent>(json);
  const lineIds = stored.lines.map(({ id }) => id);
  return {
    groups: [],
    discounts: NO_DISCOUNTS,
    details: NO_DETAILS,
    authentication: null,
    handover: 'merchant',
    selections: selectedOptionId ? [{ optionId: selectedOptionId, lineIds }] : [],
    ...stored,
    totals: readTotals(stored.totals),
    lines: stored.lines.map((line) => ({ ...line, taxes: line.taxes ?? [] })),
    options: stored.options.map((option) => ({ ...option, lineIds: option.lineIds ?? lineIds, groupId: option.groupId ?? null, taxes: option.taxes ?? [] })),
  };
}
