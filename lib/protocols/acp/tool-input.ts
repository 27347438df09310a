import { z } from 'zod';
import { SUPPORTED_VERSIONS } from './version';

// What tools/list tells of the arguments: ACP's OpenRPC binding (2026-04-17), its payloads in the words of the newest version and open,
// because the version that meta.api_version names decides what is valid.

const [newest = ''] = SUPPORTED_VERSIONS;

const Meta = z
  .looseObject({
    api_version: z.string().describe(`The version of ACP that payload and result are in: ${SUPPORTED_VERSIONS.join(', ')}. Use ${newest}.`),
    idempotency_key: z.string().min(1).max(255).optional().describe('A new random text for each new action. Send the same one again when you repeat a call that got no answer. Needed for every tool that changes something.'),
    request_id: z.string().optional().describe('Your own id of this call, for logs.'),
    accept_language: z.string().optional().describe('The language of the person, such as en-CA.'),
    user_agent: z.string().optional().describe('Who you are, such as MyAgent/1.0.'),
    signature: z.string().optional().describe('Detached signature of payload, where a key for request signatures is registered.'),
    timestamp: z.string().optional().describe('When payload was signed, RFC 3339.'),
  })
  .describe('What REST carries in headers.');

const Id = z.string().describe('The id of the checkout session, as create_checkout_session answered it.');

const Address = z.looseObject({
  name: z.string(), line_one: z.string(), line_two: z.string().optional(), city: z.string(), state: z.string().describe('State or province code, such as ON.'),
  country: z.string().describe('ISO 3166-1 alpha-2, such as CA.'), postal_code: z.string(),
});
const LineItems = z
  .array(z.looseObject({ id: z.string().describe('The id of a product, as search_products answers it.'), quantity: z.int().min(1).optional().describe('1 when left out.') }))
  .min(1);
const Buyer = z.looseObject({ email: z.string(), first_name: z.string().optional(), last_name: z.string().optional(), phone_number: z.string().optional() });
const FulfillmentDetails = z.looseObject({ name: z.string().optional(), email: z.string().optional(), phone_number: z.string().optional(), address: Address.optional() }).describe('Where to, and whom to tell.');

export const CreateInput = z.object({
  meta: Meta,
  payload: z.looseObject({
    currency: z.string().describe('The currency of the merchant in lower case, such as cad; search_products names it.'),
    line_items: LineItems,
    capabilities: z.looseObject({}).describe('What you can do for the person; {} when in doubt.'),
    buyer: Buyer.optional(),
    fulfillment_details: FulfillmentDetails.optional(),
  }),
});

export const GetInput = z.object({ meta: Meta, id: Id });

export const UpdateInput = z.object({
  meta: Meta,
  id: Id,
  payload: z.looseObject({
    line_items: LineItems.optional().describe('The whole new cart; it replaces the old one.'),
    buyer: Buyer.optional(),
    fulfillment_details: FulfillmentDetails.optional(),
    selected_fulfillment_options: z.array(z.looseObject({ type: z.string(), option_id: z.string(), item_ids: z.array(z.string()) })).optional().describe("One of the session's fulfillment_options."),
  }),
});

export const CompleteInput = z.object({
  meta: Meta,
  id: Id,
  payload: z.looseObject({
    payment_data: z
      .looseObject({
        handler_id: z.string().describe("The id of a handler of the session's capabilities.payment.handlers."),
        instrument: z.looseObject({ type: z.literal('card'), credential: z.looseObject({ type: z.literal('spt'), token: z.string().describe('The payment_token of request_payment or get_approval.') }) }),
      })
      .describe('How it is paid.'),
    buyer: Buyer.optional(),
  }),
});

export const CancelInput = z.object({
  meta: Meta,
  id: Id,
  payload: z.looseObject({ intent_trace: z.looseObject({ reason_code: z.string(), trace_summary: z.string().max(500).optional() }).optional().describe('Why the person did not buy.') }).optional(),
});
