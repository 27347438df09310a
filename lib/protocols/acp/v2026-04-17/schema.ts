import { z } from 'zod';
import { addressFields, dateTime, email, itemList, text } from '../schema';
import { HANDLER_ID } from './payment-handler';

// ACP 2026-04-17, schema.agentic_checkout.json. Closed where the official schema is closed, open where it is open.

const address = z.strictObject({ ...addressFields, company: text.optional() });

/** Amounts in requests may be written as strings of digits (rules.md, ACP). Ours decide in any case. */
const amount = z.union([z.int(), z.string().regex(/^-?\d{1,15}$/)]);

export const items = itemList({ name: z.string().optional(), unit_amount: amount.optional() });

export const buyer = z.strictObject({
  first_name: text.optional(),
  last_name: text.optional(),
  full_name: text.optional(),
  email,
  phone_number: text.optional(),
  customer_id: z.string().optional(),
  account_type: z.enum(['guest', 'registered', 'business']).optional(),
  authentication_status: z.enum(['authenticated', 'guest', 'requires_signin']).optional(),
  company: z
    .strictObject({ name: z.string(), tax_id: z.string().optional(), department: z.string().optional(), cost_center: z.string().optional() })
    .optional(),
  loyalty: z.strictObject({ tier: z.string().optional(), points_balance: z.int().optional(), member_since: dateTime.optional() }).optional(),
  tax_exemption: z
    .strictObject({
      certificate_id: z.string(),
      certificate_type: z.enum(['resale', 'exempt_organization', 'government']),
      exempt_regions: z.array(z.string()).optional(),
      expires_at: dateTime.optional(),
    })
    .optional(),
});

export const fulfillmentDetails = z.strictObject({
  name: text.optional(),
  phone_number: text.optional(),
  email: email.optional(),
  address: address.optional(),
});

/** What an agent can do grows faster than any list of it: unknown values are let pass (rules.md, ACP). */
const capabilities = z.looseObject({
  payment: z.looseObject({}).optional(),
  interventions: z.looseObject({ supported: z.array(z.string()).optional() }).optional(),
  extensions: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])).optional(),
});

const fulfillmentType = z.enum(['shipping', 'digital', 'pickup', 'local_delivery']);

const fulfillmentGroups = z.array(
  z.strictObject({
    id: z.string(),
    item_ids: z.array(z.string()),
    destination_type: fulfillmentType,
    fulfillment_details: fulfillmentDetails.optional(),
    location_id: z.string().optional(),
    instructions: z.string().optional(),
  }),
);

/** A checkout is handed over in one way: every entry must name the same option. */
const selectedOptions = z
  .array(z.strictObject({ type: fulfillmentType, option_id: text, item_ids: z.array(z.string()) }))
  .superRefine((options, context) => {
    const other = options.findIndex(({ option_id }) => option_id !== options[0]?.option_id);
    if (other >= 0) context.addIssue({ code: 'custom', path: [other, 'option_id'], message: 'one option must hold for all items' });
  });

const affiliateAttribution = z
  .looseObject({
    provider: z.string(),
    token: z.string().optional(),
    publisher_id: z.string().optional(),
    campaign_id: z.string().optional(),
    creative_id: z.string().optional(),
    sub_id: z.string().optional(),
    source: z.strictObject({ type: z.enum(['url', 'platform', 'unknown']), url: z.url().optional() }).optional(),
    issued_at: dateTime.optional(),
    expires_at: dateTime.optional(),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    touchpoint: z.enum(['first', 'last']).optional(),
  })
  .refine(({ token, publisher_id }) => token !== undefined || publisher_id !== undefined, {
    path: ['token'],
    message: 'token or publisher_id is required',
  });

const cartFields = {
  buyer: buyer.optional(),
  fulfillment_details: fulfillmentDetails.optional(),
  fulfillment_groups: fulfillmentGroups.optional(),
  coupons: z.array(z.string()).optional(),
  discounts: z.strictObject({ codes: z.array(z.string()).optional() }).optional(),
  order_notes: z.string().max(5000).optional(),
};

export const createRequest = z.strictObject({
  ...cartFields,
  line_items: items,
  currency: z.string().max(16),
  capabilities,
  affiliate_attribution: affiliateAttribution.optional(),
  locale: z.string().optional(),
  timezone: z.string().optional(),
  quote_id: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

export const updateRequest = z.strictObject({
  ...cartFields,
  line_items: items.optional(),
  selected_fulfillment_options: selectedOptions.optional(),
});

const instrument = z.looseObject({ type: z.string(), credential: z.looseObject({ type: z.literal('spt'), token: text.min(1) }) });

/** The schema also allows payment by purchase order and on terms. We take the advertised handler, at once; anything else must not look taken. */
const paymentData = z
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

const authenticationResult = z
  .strictObject({
    outcome: z.enum([
      'abandoned',
      'attempt_acknowledged',
      'authenticated',
      'canceled',
      'denied',
      'informational',
      'internal_error',
      'not_supported',
      'processing_error',
      'rejected',
    ]),
    outcome_details: z
      .strictObject({
        three_ds_cryptogram: z.string(),
        electronic_commerce_indicator: z.enum(['01', '02', '05', '06', '07']),
        transaction_id: z.string(),
        version: z.string(),
      })
      .optional(),
  })
  .refine(
    ({ outcome, outcome_details }) => outcome_details !== undefined || !['authenticated', 'informational', 'attempt_acknowledged'].includes(outcome),
    { path: ['outcome_details'], message: 'is required with this outcome' },
  );

export const completeRequest = z.strictObject({
  payment_data: paymentData,
  buyer: buyer.optional(),
  authentication_result: authenticationResult.optional(),
  affiliate_attribution: affiliateAttribution.optional(),
  risk_signals: z
    .strictObject({
      ip_address: z.string().optional(),
      user_agent: z.string().optional(),
      accept_language: z.string().optional(),
      session_id: z.string().optional(),
      device_fingerprint: z.string().optional(),
    })
    .optional(),
  marketing_consents: z.array(z.strictObject({ channel: z.string(), opted_in: z.boolean() })).optional(),
  order_notes: z.string().max(5000).optional(),
});

/** Open objects, as published. An unknown reason is let pass: the list of reasons grows (rules.md, ACP). */
export const cancelRequest = z
  .looseObject({
    intent_trace: z
      .looseObject({
        reason_code: z.string(),
        trace_summary: z.string().max(500).optional(),
        metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
      })
      .optional(),
  })
  .optional();
