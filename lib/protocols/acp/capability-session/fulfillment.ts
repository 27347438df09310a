import { selectedOptions, type Checkout, type FulfillmentGroup, type FulfillmentOption } from '@/lib/checkout';
import type { Address } from '@/lib/ports';
import { writeFulfillmentDetails } from '../fulfillment-details';
import { itemIdsOf, itemIdsOfLines, optionTotals, orAbsent } from '../render';
import { withTaxBreakdown } from './tax-breakdown';

/** Everything about how the goods are handed over. `writeAddress` leaves out what the version's Address lacks. */
export function writeFulfillment(checkout: Checkout, writeAddress: (address: Address) => Address): object {
  const { groups, options } = checkout;
  const chosen = selectedOptions(checkout);
  return {
    fulfillment_details: writeFulfillmentDetails(checkout, writeAddress),
    fulfillment_options: options.map((option) => toOption(option, writeAddress)),
    selected_fulfillment_options:
      chosen.length === 0
        ? undefined
        : chosen.map((option) => ({ type: optionType(option), option_id: option.id, item_ids: itemIdsOf(checkout, option) })),
    fulfillment_groups: groups.length === 0 ? undefined : groups.map((group) => toGroup(checkout, group, writeAddress)),
  };
}

/** A pickup option must name its place here; without one it is shown as the option that needs none. */
const optionType = ({ kind, location }: FulfillmentOption): FulfillmentOption['kind'] => (kind === 'pickup' && !location ? 'digital' : kind);

function toOption(option: FulfillmentOption, writeAddress: (address: Address) => Address): object {
  const type = optionType(option);
  const common = {
    type,
    id: option.id,
    title: option.title,
    description: orAbsent(option.description),
    totals: withTaxBreakdown(optionTotals(option), option.taxAmount, option.taxes),
  };
  switch (type) {
    case 'digital':
      return common;
    case 'pickup':
      return {
        ...common,
        location: option.location && { name: option.location.name, address: writeAddress(option.location.address) },
        pickup_type: 'in_store',
        ready_by: orAbsent(option.earliestAt),
        pickup_by: orAbsent(option.latestAt),
      };
    case 'local_delivery':
      return { ...common, ...(option.earliestAt !== null && option.latestAt !== null && { delivery_window: { start: option.earliestAt, end: option.latestAt } }) };
    case 'shipping':
      return {
        ...common,
        carrier: orAbsent(option.carrier),
        earliest_delivery_time: orAbsent(option.earliestAt),
        latest_delivery_time: orAbsent(option.latestAt),
      };
  }
}

const toGroup = ({ lines }: Checkout, group: FulfillmentGroup, writeAddress: (address: Address) => Address): object => ({
  id: group.id,
  item_ids: itemIdsOfLines(lines, group.lineIds),
  destination_type: group.method,
  fulfillment_details: writeFulfillmentDetails(group, writeAddress),
  location_id: group.locationId ?? undefined,
  instructions: group.instructions ?? undefined,
});
