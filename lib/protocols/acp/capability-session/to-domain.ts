import type { z } from 'zod';
import type { CheckoutPatch, GroupRequest } from '@/lib/checkout';
import { toAttribution } from '../attribution';
import { toDestination } from '../fulfillment-details';
import { given } from '../schema';
import type { CompleteRequest, CreateRequest } from '../wire';
import { toBuyer } from './buyer';
import { toCapabilityDetails } from './capabilities';
import { toDiscountCodes } from './discounts';
import type { requestFields } from './schema';

type Fields = ReturnType<typeof requestFields>;
type Body<K extends keyof Fields> = z.output<z.ZodObject<Fields[K]>>;
type Notes = { readonly order_notes?: string };
type Consents = { readonly marketing_consents?: readonly { readonly channel: string; readonly opted_in: boolean }[] };

const toGroup = (group: NonNullable<Body<'create'>['fulfillment_groups']>[number]): GroupRequest => {
  const { contact, address } = toDestination(group.fulfillment_details);
  return {
    id: group.id,
    method: group.destination_type,
    itemIds: group.item_ids,
    contact: contact ?? null,
    address: address ?? null,
    locationId: group.location_id ?? null,
    instructions: group.instructions ?? null,
  };
};

export const toCreate = (request: Body<'create'> & Notes): CreateRequest => ({
  items: request.line_items,
  currency: request.currency,
  buyer: request.buyer && toBuyer(request.buyer),
  ...toDestination(request.fulfillment_details),
  groups: request.fulfillment_groups?.map(toGroup),
  discountCodes: toDiscountCodes(request),
  attribution: toAttribution(request.affiliate_attribution),
  details: given({
    locale: request.locale,
    timeZone: request.timezone,
    orderNotes: request.order_notes,
    quoteId: request.quote_id,
    metadata: request.metadata && JSON.stringify(request.metadata),
    ...toCapabilityDetails(request.capabilities),
  }),
});

export const toPatch = (request: Body<'update'> & Notes): CheckoutPatch => ({
  items: request.line_items,
  buyer: request.buyer && toBuyer(request.buyer),
  ...toDestination(request.fulfillment_details),
  groups: request.fulfillment_groups?.map(toGroup),
  discountCodes: toDiscountCodes(request),
  selections: request.selected_fulfillment_options?.map(({ option_id, item_ids }) => ({ optionId: option_id, itemIds: item_ids })),
  details: given({ orderNotes: request.order_notes }),
});

export const toComplete = (request: Body<'complete'> & Notes & Consents): CompleteRequest => ({
  token: request.payment_data.token,
  buyer: request.buyer && toBuyer(request.buyer),
  authentication: request.authentication_result,
  attribution: toAttribution(request.affiliate_attribution),
  riskSignals: request.risk_signals,
  marketingConsents: request.marketing_consents?.map(({ channel, opted_in }) => ({ channel, optedIn: opted_in })),
  orderNotes: request.order_notes,
});
