import { cleanText } from '@/lib/kernel/text';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanWords } from './clean-words';
import type { BadFulfillmentItem, CheckoutLine, FulfillmentGroup, GroupRequest } from './types';

/** What of a line decides how it is handed over. */
export type Goods = Pick<CheckoutLine, 'id' | 'itemId'> & { readonly delivery: 'physical' | 'digital' };

const MAX_ID_LENGTH = 100;

/**
 * Groups with the lines that they name, by ids of lines or of items: an id of an item means all its lines that no other group has. Strict: an id
 * that fits nothing is refused, as is a second group of the same id; otherwise both are left out, as things of the past. Pure.
 */
export function resolveGroups(requests: readonly GroupRequest[], goods: readonly Goods[], { strict }: { strict: boolean }): Result<FulfillmentGroup[], BadFulfillmentItem> {
  const takenLines = new Set<string>();
  const groups: FulfillmentGroup[] = [];
  for (const [index, request] of requests.entries()) {
    const { itemIds, ...group } = request;
    const id = cleanText(group.id, MAX_ID_LENGTH);
    const fault = (reason: BadFulfillmentItem['reason'], itemIndex: number | null): { ok: false; error: BadFulfillmentItem } =>
      err({ code: 'bad_fulfillment_item', in: 'groups', index, itemIndex, itemId: itemIndex === null ? null : (itemIds[itemIndex] ?? null), reason });
    if (groups.some((other) => other.id === id)) {
      if (strict) return fault('taken', null);
      continue;
    }
    const lineIds: string[] = [];
    for (const [itemIndex, itemId] of itemIds.entries()) {
      const named = linesNamed(goods, itemId);
      const free = named.filter((line) => !takenLines.has(line.id));
      if (strict && free.length === 0 && !named.some((line) => lineIds.includes(line.id))) return fault(named.length === 0 ? 'unknown' : 'taken', itemIndex);
      for (const line of free) {
        takenLines.add(line.id);
        lineIds.push(line.id);
      }
    }
    if (lineIds.length === 0) {
      if (strict) return fault('unknown', null);
      continue;
    }
    groups.push({
      ...cleanWords({ method: group.method, locationId: group.locationId, instructions: group.instructions }),
      id,
      lineIds,
      contact: group.contact && cleanWords(group.contact),
      address: group.address && cleanWords(group.address),
    });
  }
  return ok(groups);
}

/** The lines that an id means: the line of that id, else all lines of that item. */
export function linesNamed<Line extends Pick<CheckoutLine, 'id' | 'itemId'>>(lines: readonly Line[], id: string): Line[] {
  const line = lines.find((candidate) => candidate.id === id);
  return line ? [line] : lines.filter(({ itemId }) => itemId === id);
}
