import { toBuyer } from '../provider-session/to-domain';
import { parseWith, toAddress } from '../schema';
import { cancelRequest, completeRequest, createRequest, updateRequest } from './schema';

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

export const parseCancel = parseWith(cancelRequest, () => ({}));
