import type { z } from 'zod';
import type { Buyer } from '@/lib/checkout';
import { parseWith, toAddress } from '../schema';
import { cancelRequest, completeRequest, createRequest, updateRequest, type buyer } from './schema';

/** Names are required here, so whoever knows none writes them empty: that is no name. */
const toBuyer = (given: z.output<typeof buyer>): Buyer => ({
  email: given.email,
  ...(given.first_name !== '' && { firstName: given.first_name }),
  ...(given.last_name !== '' && { lastName: given.last_name }),
  ...(given.phone_number !== undefined && { phoneNumber: given.phone_number }),
});

export const parseCreate = parseWith(createRequest, (request) => ({
  items: request.items,
  buyer: request.buyer && toBuyer(request.buyer),
  address: request.fulfillment_address && toAddress(request.fulfillment_address),
}));

export const parseUpdate = parseWith(updateRequest, (request) => ({
  items: request.items,
  buyer: request.buyer && toBuyer(request.buyer),
  address: request.fulfillment_address && toAddress(request.fulfillment_address),
  selections: request.fulfillment_option_id === undefined ? undefined : [{ optionId: request.fulfillment_option_id, itemIds: [] }],
}));

export const parseComplete = parseWith(completeRequest, (request) => ({
  token: request.payment_data.token,
  buyer: request.buyer && toBuyer(request.buyer),
}));

export const parseCancel = parseWith(cancelRequest, () => undefined);
