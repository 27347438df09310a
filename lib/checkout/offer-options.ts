import type { Merchant, MerchantFulfillment } from '@/lib/merchant';
import type { Address, ShippingQuote } from '@/lib/ports';
import type { Goods } from './resolve-groups';
import type { FulfillmentGroup, FulfillmentMethod, FulfillmentOption } from './types';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** An option at its list price, before anyone knows what tax it bears. */
export type OfferedOption = Omit<FulfillmentOption, 'subtotalAmount' | 'taxAmount' | 'totalAmount' | 'taxes'> & { readonly listAmount: bigint };

/** Goods that go the same way: those of a group, or all that are in none. */
export type Parcel = {
  /** Null for what is in no group. */
  readonly group: FulfillmentGroup | null;
  /** Null while nobody knows where to. */
  readonly address: Address | null;
  readonly goods: readonly Goods[];
  /** What is shipped to that address, and for how much. */
  readonly quotes: readonly ShippingQuote[];
};

/** Every way in which a merchant hands a parcel over: by method as its group says, each option for those lines that it can take. Pure. */
export function offerOptions(merchant: Merchant, parcel: Parcel, now: Date): OfferedOption[] {
  const physical = lineIdsOf(parcel, 'physical');
  const digital = lineIdsOf(parcel, 'digital');
  const ways = [
    ...(physical.length > 0 ? [...shippingWays(parcel, now), ...counterWays(merchant), ...merchant.fulfillments.flatMap((way) => furtherWay(merchant, way, parcel, now))] : []),
    ...(digital.length > 0 ? [DIGITAL] : []),
  ];
  return ways.filter((way) => suits(way, parcel.group)).map((way) => ({
    ...way,
    id: parcel.group ? `${parcel.group.id}:${way.id}` : way.id,
    lineIds: way.kind === 'digital' ? digital : physical,
    groupId: parcel.group?.id ?? null,
  }));
}

type Way = Omit<OfferedOption, 'lineIds' | 'groupId'>;

const lineIdsOf = ({ goods }: Parcel, delivery: Goods['delivery']): string[] => goods.filter((line) => line.delivery === delivery).map(({ id }) => id);

/** A group may name the method and, of pickups, the place: by its id or by its name. */
function suits(way: Way, group: FulfillmentGroup | null): boolean {
  if (group === null) return true;
  if (way.kind !== group.method) return false;
  return way.kind !== 'pickup' || group.locationId === null || group.locationId === way.id || group.locationId === way.location?.name;
}

const DIGITAL: Way = {
  kind: 'digital', id: 'digital', title: 'Digital delivery', description: 'Sent to the buyer by email', carrier: '', earliestAt: null, latestAt: null, listAmount: 0n, location: null,
};

const shippingWays = ({ quotes }: Parcel, now: Date): Way[] =>
  quotes.map((quote) => ({
    kind: 'shipping',
    id: quote.id,
    title: quote.title,
    description: quote.description,
    carrier: quote.carrier,
    earliestAt: new Date(now.getTime() + quote.minDeliveryDays * DAY_MS).toISOString(),
    latestAt: new Date(now.getTime() + quote.maxDeliveryDays * DAY_MS).toISOString(),
    listAmount: quote.amount,
    location: null,
  }));

/** The one place of a merchant whose goods are fetched. */
const counterWays = ({ fulfillmentKind, pickupLocation }: Merchant): Way[] =>
  fulfillmentKind === 'pickup'
    ? [
        {
          kind: 'pickup', id: 'pickup', title: 'Pickup', description: pickupLocation ? `At ${pickupLocation.name}` : 'At the counter', carrier: '',
          earliestAt: null, latestAt: null, listAmount: 0n, location: pickupLocation,
        },
      ]
    : [];

function furtherWay(merchant: Merchant, way: MerchantFulfillment, { address }: Parcel, now: Date): Way[] {
  if (way.method === 'local_delivery' && !(address && isNear(merchant, way.postalPrefixes, address))) return [];
  const at = (minutes: number): string => new Date(now.getTime() + minutes * MINUTE_MS).toISOString();
  return [
    {
      kind: way.method,
      id: way.id,
      title: way.title,
      description: way.description,
      carrier: '',
      earliestAt: way.window && at(way.window.fromMinutes),
      latestAt: way.window && at(way.window.toMinutes),
      listAmount: way.amount,
      location: way.method === 'pickup' ? way.place : null,
    },
  ];
}

const plain = (postalCode: string): string => postalCode.replace(/[\s-]/g, '').toUpperCase();

const isNear = ({ country }: Merchant, prefixes: readonly string[], address: Address): boolean =>
  address.country === country && prefixes.some((prefix) => plain(address.postal_code).startsWith(plain(prefix)));

/** Which kind of option is taken where nobody chooses: the one that was asked for, digital for what is, and what the merchant does as a rule. */
export const defaultMethod = (merchant: Merchant, group: FulfillmentGroup | null, delivery: Goods['delivery']): FulfillmentMethod =>
  delivery === 'digital' ? 'digital' : (group?.method ?? merchant.fulfillmentKind);
