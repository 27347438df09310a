import { z } from 'zod';
import type { Buyer, Checkout, CheckoutPatch, FulfillmentContact } from '@/lib/checkout';
import type { Address } from '@/lib/ports';
import { snakeCaseKeys } from '../snake-case';

const MAX_ITEMS = 200;
const MAX_QUANTITY = 1_000_000;
const MAX_TEXT_LENGTH = 200;

/** Text that is kept. PostgreSQL holds no NUL in text. */
const Text = z
  .string({ error: 'must be text' })
  .min(1, 'must not be empty')
  .max(MAX_TEXT_LENGTH, 'is too long')
  .refine((value) => !value.includes('\u0000'), 'must not hold the character U+0000');

/** Both spellings of the keys are read, on every level. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(snakeCaseKeys, z.strictObject(shape, { error: strictError }));

/** An unknown field keeps zod's own words, which name it. */
const strictError = (issue: { code?: string }): string | undefined => (issue.code === 'invalid_type' ? 'must be an object' : undefined);

const Quantity = z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1').max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`);
const Items = z.array(object({ product_id: Text, quantity: Quantity }), { error: 'must be a list' }).min(1, 'must not be empty').max(MAX_ITEMS, 'has too many entries');

/** ACP's Address (rules.md, SACP sessions). */
const ShippingAddress = object({
  name: Text,
  line_one: Text,
  line_two: Text.optional(),
  city: Text,
  state: Text,
  country: z.string({ error: 'must be text' }).regex(/^[A-Za-z]{2}$/, 'must be an ISO 3166-1 code of two letters'),
  postal_code: Text,
  company: Text.optional(),
});

/** RFC 5321 bounds an address of email at 254 characters. */
const BuyerFields = object({ name: Text.optional(), email: z.email('must be an email address').max(254, 'is too long').optional(), shipping_address: ShippingAddress.optional() });

const changes = { buyer: BuyerFields.optional(), fulfillment_option_id: Text.optional() };

/** POST /api/agent/v1/sessions. */
export const CreateBody = object({ items: Items, ...changes, currency: z.string({ error: 'must be an ISO 4217 code' }).max(10, 'must be an ISO 4217 code').optional() });
/** PATCH /api/agent/v1/sessions/{id}: `items` replaces the cart, fields of `buyer` are laid over those that are there. */
export const UpdateBody = object({ items: Items.optional(), ...changes });
/** POST /api/agent/v1/sessions/{id}/complete. */
/** `agent_name`, `buyer_email`: of a guest, whose buyer is asked to pay. */
export const CompleteBody = object({ payment_token: Text.optional(), agent_name: Text.optional(), buyer_email: Text.optional() });

type Changes = z.output<typeof UpdateBody>;

/** What a new session is opened with. */
export const toCreate = ({ items, currency, ...given }: z.output<typeof CreateBody>) => ({
  items: items.map(({ product_id, quantity }) => ({ id: product_id, quantity })),
  currency,
  ...toFields(given, { buyer: null, contact: null }),
});

/** What a request changes of a session, given as it stands. */
export const toPatch =
  ({ items, ...given }: Changes) =>
  (current: Checkout): CheckoutPatch => ({
    items: items?.map(({ product_id, quantity }) => ({ id: product_id, quantity })),
    ...toFields(given, current),
  });

function toFields({ buyer, fulfillment_option_id }: Omit<Changes, 'items'>, current: Pick<Checkout, 'buyer' | 'contact'>): Omit<CheckoutPatch, 'items'> {
  return {
    ...(buyer && mergeBuyer(buyer, current)),
    ...(buyer?.shipping_address && { address: toAddress(buyer.shipping_address) }),
    ...(fulfillment_option_id !== undefined && { selections: [{ optionId: fulfillment_option_id, itemIds: [] }] }),
  };
}

/** A buyer is known by an email; a name that comes before it waits as the contact's. */
function mergeBuyer(
  given: { readonly name?: string; readonly email?: string },
  current: Pick<Checkout, 'buyer' | 'contact'>,
): { buyer?: Buyer; contact?: FulfillmentContact } {
  const email = given.email ?? current.buyer?.email;
  if (email === undefined) return given.name === undefined ? {} : { contact: { ...current.contact, name: given.name } };
  if (given.name === undefined && current.buyer) return { buyer: { ...current.buyer, email } };
  const fullName = given.name ?? current.contact?.name;
  const phoneNumber = current.buyer?.phoneNumber;
  return { buyer: { email, ...(fullName !== undefined && { fullName }), ...(phoneNumber !== undefined && { phoneNumber }) } };
}

/** Country codes are written in capitals inside, whatever the caller wrote. */
const toAddress = (given: Address): Address => ({ ...given, country: given.country.toUpperCase() });
