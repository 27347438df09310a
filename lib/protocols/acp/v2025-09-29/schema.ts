import { z } from 'zod';
import { buyer, items, paymentData } from '../provider-session/schema';
import { address, text } from '../schema';

// ACP 2025-09-29, schema.agentic_checkout.json. Every object is closed.

export const createRequest = z.strictObject({ items, buyer: buyer.optional(), fulfillment_address: address.optional() });

export const updateRequest = z.strictObject({
  items: items.optional(),
  buyer: buyer.optional(),
  fulfillment_address: address.optional(),
  fulfillment_option_id: text.optional(),
});

export const completeRequest = z.strictObject({ payment_data: paymentData, buyer: buyer.optional() });

/** This version defines no body for cancel: an object is let pass unread. */
export const cancelRequest = z.looseObject({}).optional();
