import type { z } from 'zod';
import type { Buyer, FulfillmentContact } from '@/lib/checkout';
import type { Address } from '@/lib/ports';
import { parseWith, toAddress } from '../schema';
import { cancelRequest, completeRequest, createRequest, updateRequest, type buyer, type fulfillmentDetails } from './schema';

export const toBuyer = (given: z.output<typeof buyer>): Buyer => ({
  email: given.email,
  ...(given.first_name !== undefined && { firstName: given.first_name }),
  ...(given.last_name !== undefined && { lastName: given.last_name }),
  ...(given.full_name !== undefined && { fullName: given.full_name }),
  ...(given.phone_number !== undefined && { phoneNumber: given.phone_number }),
});

/** Who receives, and where: each is left alone when nothing is said of it. */
function toDestination(details: z.output<typeof fulfillmentDetails> | undefined): { contact?: FulfillmentContact; address?: Address } {
  if (!details) return {};
  const contact: FulfillmentContact = {
    ...(details.name !== undefined && { name: details.name }),
    ...(details.phone_number !== undefined && { phoneNumber: details.phone_number }),
    ...(details.email !== undefined && { email: details.email }),
  };
  return {
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(details.address && { address: toAddress(details.address) }),
  };
}

export const parseCreate = parseWith(createRequest, (request) => ({
  items: request.line_items,
  currency: request.currency,
  buyer: request.buyer && toBuyer(request.buyer),
  ...toDestination(request.fulfillment_details),
}));

export const parseUpdate = parseWith(updateRequest, (request) => ({
  items: request.line_items,
  buyer: request.buyer && toBuyer(request.buyer),
  ...toDestination(request.fulfillment_details),
  selections: request.selected_fulfillment_options?.map(({ option_id, item_ids }) => ({ optionId: option_id, itemIds: item_ids })),
}));

export const parseComplete = parseWith(completeRequest, (request) => ({
  token: request.payment_data.token,
  buyer: request.buyer && toBuyer(request.buyer),
}));

export const parseCancel = parseWith(cancelRequest, () => undefined);
