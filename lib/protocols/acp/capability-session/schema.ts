import { z } from 'zod';
import type { Address } from '@/lib/ports';
import { affiliateAttribution } from '../attribution';
import { authenticationResult } from '../authentication-result';
import { fulfillmentDetails } from '../fulfillment-details';
import { dateTime, itemList, keptObject, list, text } from '../schema';
import { buyer } from './buyer';
import { capabilities } from './capabilities';
import { discountFields } from './discounts';
import { HANDLER_ID } from './payment-handler';

// What requests share in the versions that negotiate capabilities: 2026-01-30 and 2026-04-17. Closed where the official schema is
// closed, open where it is open.

/** Amounts in requests may be written as strings of digits (rules.md, ACP). Ours decide in any case. */
const amount = z.union([z.int(), z.string().regex(/^-?\d{1,15}$/)]);

export const items = itemList({ name: z.string().optional(), unit_amount: amount.optional() });

const fulfillmentType = z.enum(['shipping', 'digital', 'pickup', 'local_delivery']);
const itemIds = z.array(text).max(500);
const selectedOption = z.strictObject({ type: fulfillmentType, option_id: text, item_ids: itemIds });

const instrument = z.looseObject({ type: z.string(), credential: z.looseObject({ type: z.literal('spt'), token: text.min(1) }) });

/** The schema also allows payment by purchase order and on terms. We take the advertised handler, at once; anything else must not look taken. */
const paymentData = (address: z.ZodType<Address>) =>
  z
    .strictObject({
      handler_id: z.literal(HANDLER_ID).optional(),
      instrument: instrument.optional(),
      billing_address: address.optional(),
      purchase_order_number: z.string().optional(),
      payment_terms: z.literal('immediate', 'only immediate payment is offered').optional(),
      due_date: dateTime.optional(),
      approval_required: z.literal(false, 'approvals are asked for in the wallet, before the payment token is issued').optional(),
    })
    .transform((given, context) => {
      if (given.instrument !== undefined && given.handler_id !== undefined) return { token: given.instrument.credential.token };
      const [path, message] =
        given.purchase_order_number !== undefined && given.instrument === undefined
          ? ['purchase_order_number', 'payment by purchase order is not offered: send handler_id and instrument']
          : [given.instrument === undefined ? 'instrument' : 'handler_id', 'is required'];
      context.addIssue({ code: 'custom', path: [path], message });
      return z.NEVER;
    });

/** Kept for the merchant beside the order. */
const riskSignals = z.strictObject({
  ip_address: text.optional(),
  user_agent: text.optional(),
  accept_language: text.optional(),
  session_id: text.optional(),
  device_fingerprint: text.optional(),
});

/** The fields of the three requests, by the version's Address. A version closes each with what it has beside. */
export function requestFields(address: z.ZodType<Address>) {
  const details = fulfillmentDetails(address).optional();
  const group = z.strictObject({
    id: text,
    item_ids: itemIds,
    destination_type: fulfillmentType,
    fulfillment_details: details,
    location_id: text.optional(),
    instructions: text.optional(),
  });
  const cart = { buyer: buyer.optional(), fulfillment_details: details, fulfillment_groups: list(group).optional(), ...discountFields };
  return {
    create: {
      ...cart,
      line_items: items,
      currency: z.string().max(16),
      capabilities,
      affiliate_attribution: affiliateAttribution.optional(),
      locale: text.optional(),
      timezone: text.optional(),
      quote_id: text.optional(),
      metadata: keptObject(z.record(z.string(), z.unknown())).optional(),
    },
    update: { ...cart, line_items: items.optional(), selected_fulfillment_options: list(selectedOption).optional() },
    complete: {
      payment_data: paymentData(address),
      buyer: buyer.optional(),
      authentication_result: authenticationResult.optional(),
      affiliate_attribution: affiliateAttribution.optional(),
      risk_signals: riskSignals.optional(),
    },
  };
}
