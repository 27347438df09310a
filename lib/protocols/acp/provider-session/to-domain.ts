import type { z } from 'zod';
import type { AuthenticationReport, Buyer } from '@/lib/checkout';
import { toAttribution } from '../attribution';
import { toDestination } from '../fulfillment-details';
import { parseWith } from '../schema';
import type { CompleteRequest } from '../wire';
import { createRequest, updateRequest, type buyer, type completeFields } from './schema';

/** Names are required here, so whoever knows none writes them empty: that is no name. */
export const toBuyer = (given: z.output<typeof buyer>): Buyer => ({
  email: given.email,
  ...(given.first_name !== '' && { firstName: given.first_name }),
  ...(given.last_name !== '' && { lastName: given.last_name }),
  ...(given.phone_number !== undefined && { phoneNumber: given.phone_number }),
});

export const parseCreate = parseWith(createRequest, (request) => ({
  items: request.items,
  buyer: request.buyer && toBuyer(request.buyer),
  ...toDestination(request.fulfillment_details),
  attribution: toAttribution(request.affiliate_attribution),
}));

export const parseUpdate = parseWith(updateRequest, (request) => ({
  items: request.items,
  buyer: request.buyer && toBuyer(request.buyer),
  ...toDestination(request.fulfillment_details),
  selections: request.selected_fulfillment_options,
}));

type CompleteBody = z.output<z.ZodObject<typeof completeFields>> & { readonly authentication_result?: AuthenticationReport };

export const toComplete = (request: CompleteBody): CompleteRequest => ({
  token: request.payment_data.token,
  buyer: request.buyer && toBuyer(request.buyer),
  authentication: request.authentication_result,
  attribution: toAttribution(request.affiliate_attribution),
});
