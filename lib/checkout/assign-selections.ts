import type { Merchant } from '@/lib/merchant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { defaultMethod, type OfferedOption, type Parcel } from './offer-options';
import { linesNamed, type Goods } from './resolve-groups';
import type { BadFulfillmentItem, CheckoutRefusal, FulfillmentSelection, SelectionRequest } from './types';

type Refusal = Extract<CheckoutRefusal, { code: 'unknown_option' }> | BadFulfillmentItem;

export type AssignInput = {
  readonly merchant: Merchant;
  readonly parcels: readonly Parcel[];
  readonly options: readonly OfferedOption[];
  readonly requests: readonly SelectionRequest[];
  /** Of this very request: what does not fit is refused. Otherwise it was chosen before, and what no longer fits is left out. */
  readonly strict: boolean;
};

/**
 * Which option hands over which line: as asked for, and for each line that is left the cheapest of the usual kind. Each line is in one selection
 * at most, each option in one. Selections of goods that have a place to go stand before digital ones. Pure.
 */
export function assignSelections(input: AssignInput): Result<FulfillmentSelection[], Refusal> {
  const chosen = new Map<string, string>();
  const { requests, options, strict } = input;
  // Who names lines goes before who takes all that is left.
  const inOrder = requests.map((request, index) => ({ request, index })).toSorted((a, b) => Number(a.request.itemIds.length === 0) - Number(b.request.itemIds.length === 0));
  for (const { request, index } of inOrder) {
    const option = options.find(({ id }) => id === request.optionId);
    const refusal = option ? choose(input, { option, request, index }, chosen) : err({ code: 'unknown_option', optionId: request.optionId, index });
    if (strict && refusal) return refusal;
  }
  preselect(input, chosen);
  return ok(toSelections(input, chosen));
}

type Choice = { readonly option: OfferedOption; readonly request: SelectionRequest; readonly index: number };

const goodsOf = ({ parcels }: AssignInput): Goods[] => parcels.flatMap(({ goods }) => goods);

/** Adds what one selection chooses to `chosen` (line to option); answers what is wrong with it, if anything. */
function choose(input: AssignInput, { option, request, index }: Choice, chosen: Map<string, string>): { ok: false; error: BadFulfillmentItem } | null {
  const fault = (reason: BadFulfillmentItem['reason'], itemIndex: number | null): { ok: false; error: BadFulfillmentItem } =>
    err({ code: 'bad_fulfillment_item', in: 'selections', index, itemIndex, itemId: itemIndex === null ? null : (request.itemIds[itemIndex] ?? null), reason });
  let first: { ok: false; error: BadFulfillmentItem } | null = null;
  const isFree = (id: string): boolean => !chosen.has(id);
  if (request.itemIds.length === 0) {
    const free = option.lineIds.filter(isFree);
    for (const id of free) chosen.set(id, option.id);
    return free.length === 0 ? fault('taken', null) : null;
  }
  for (const [itemIndex, itemId] of request.itemIds.entries()) {
    const named = linesNamed(goodsOf(input), itemId).map(({ id }) => id);
    const able = named.filter((id) => option.lineIds.includes(id));
    const free = able.filter(isFree);
    for (const id of free) chosen.set(id, option.id);
    if (free.length > 0 || able.some((id) => chosen.get(id) === option.id)) continue;
    first ??= fault(named.length === 0 ? 'unknown' : able.length === 0 ? 'not_offered' : 'taken', itemIndex);
  }
  return first;
}

/** Lines that are left go with an option that was chosen before, if it can take them, else with the cheapest of the kind that is usual for them. */
function preselect({ merchant, parcels, options, strict }: AssignInput, chosen: Map<string, string>): void {
  for (const { group, goods } of parcels) {
    for (const { id, delivery } of goods) {
      if (chosen.has(id)) continue;
      const able = options.filter(({ lineIds }) => lineIds.includes(id));
      const kept = strict ? undefined : able.find((option) => [...chosen.values()].includes(option.id));
      const option = kept ?? cheapest(able.filter(({ kind }) => kind === defaultMethod(merchant, group, delivery)));
      if (option) chosen.set(id, option.id);
    }
  }
}

const cheapest = (options: readonly OfferedOption[]): OfferedOption | undefined =>
  options.toSorted((a, b) => (a.listAmount < b.listAmount ? -1 : a.listAmount > b.listAmount ? 1 : 0))[0];

function toSelections(input: AssignInput, chosen: ReadonlyMap<string, string>): FulfillmentSelection[] {
  const lineIds = new Map<string, string[]>();
  for (const { id } of goodsOf(input)) {
    const optionId = chosen.get(id);
    if (optionId !== undefined) lineIds.set(optionId, [...(lineIds.get(optionId) ?? []), id]);
  }
  const isDigital = ({ optionId }: FulfillmentSelection): boolean => input.options.find(({ id }) => id === optionId)?.kind === 'digital';
  return [...lineIds].map(([optionId, ids]) => ({ optionId, lineIds: ids })).toSorted((a, b) => Number(isDigital(a)) - Number(isDigital(b)));
}
