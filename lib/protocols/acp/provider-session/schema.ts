import { z } from 'zod';
import { affiliateAttribution } from '../attribution';
import { fulfillmentDetails } from '../fulfillment-details';
import { address, email, itemList, list, text } from '../schema';

// What requests share in the versions whose sessions name a payment provider: 2025-09-29, 2025-12-12 and 2026-01-16. Every object is closed.

export const buyer = z.strictObject({ first_name: text, last_name: text, email, phone_number: text.optional() });

export const items = itemList({});

export const paymentData = z.strictObject({ token: text.min(1), provider: z.literal('stripe'), billing_address: address.optional() });

const chosen = z.strictObject({ option_id: text, item_ids: z.array(text).max(500) });

/** SelectedFulfillmentOption: the choice stands under the name of its type. */
const selectedOption = z
  .strictObject({ type: z.enum(['shipping', 'digital']), shipping: chosen.optional(), digital: chosen.optional() })
  .transform((option, context) => {
    const choice = option[option.type];
    if (choice) return { optionId: choice.option_id, itemIds: choice.item_ids };
    context.addIssue({ code: 'custom', path: [option.type], message: 'is required with this type' });
    return z.NEVER;
  });

/** CheckoutSessionCreateRequest of 2025-12-12 and 2026-01-16. */
export const createRequest = z.strictObject({
  items,
  buyer: buyer.optional(),
  fulfillment_details: fulfillmentDetails(address).optional(),
  affiliate_attribution: affiliateAttribution.optional(),
});

/** CheckoutSessionUpdateRequest of 2025-12-12 and 2026-01-16. */
export const updateRequest = z.strictObject({
  items: items.optional(),
  buyer: buyer.optional(),
  fulfillment_details: fulfillmentDetails(address).optional(),
  selected_fulfillment_options: list(selectedOption).optional(),
});

/** Of CheckoutSessionCompleteRequest, what is not told of the authentication. */
export const completeFields = { payment_data: paymentData, buyer: buyer.optional(), affiliate_attribution: affiliateAttribution.optional() };
