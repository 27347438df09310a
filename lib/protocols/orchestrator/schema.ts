import { z } from 'zod';
import { ROW_CURSOR } from '@/lib/kernel/cursor';

/** Where a page of numbered rows ended. */
export const RowCursor = z.string().regex(ROW_CURSOR, 'must be a next_cursor of an earlier answer');

const Text = z.string().min(1).max(200);
const Uuid = z.string().min(1).max(100);
const Quantity = z.int().min(1, 'must be at least 1').max(1_000_000);
/** Minor units; JSON integers, exact to 2^53. */
const Minor = z.int().min(0);
const Key = z.string().min(1).max(255);

const Command = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create_cart'), merchant_id: Text, currency: z.string().length(3) }),
  z.strictObject({ kind: z.literal('add_item'), item_id: Text, quantity: Quantity }),
  z.strictObject({ kind: z.literal('update_item_qty'), line_id: Text, quantity: Quantity }),
  z.strictObject({ kind: z.literal('remove_item'), line_id: Text }),
  z.strictObject({ kind: z.literal('apply_adjustment'), code: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('get_cart'), cart_id: Uuid }),
  z.strictObject({ kind: z.literal('start_checkout'), cart_id: Uuid, cart_version: z.int().min(1) }),
]);

/** POST /api/v1/cart/commands. `cart_id` may stand beside the command, in it, or in both places alike. */
export const CartCommandBody = z.strictObject({ command: Command, cart_id: Uuid.nullish() });
export type CartCommandBody = z.infer<typeof CartCommandBody>;

/** ISO 8601, or seconds since 1970. */
const Instant = z.union([z.iso.datetime({ offset: true }), z.int().min(0).max(99_999_999_999)]);

/** AP2's consent proof (specs/systems.md, Orchestrator). `signature`: detached ES256 JWS over the JCS of the other fields with amount_minor, currency and cart_id. */
const ConsentProof = z.strictObject({
  issuer: z.string().min(1).max(500), subject: Text, mandate_id: Text, payment_handler_id: Text, issued_at: Instant, expires_at: Instant, signature: z.string().max(2_000),
});

/** POST /api/v1/checkout/execute. `capture_method` left out: we capture. */
export const ExecuteBody = z.strictObject({
  tenant_id: Text,
  merchant_id: Text,
  cart_id: Uuid,
  cart_version: z.int().min(1),
  currency: z.string().length(3),
  customer: z.strictObject({ email: z.email().max(254).nullish(), full_name: z.string().max(200).nullish() }).nullish(),
  location: z
    .strictObject({ country_code: z.string().regex(/^[A-Za-z]{2}$/, 'must be a country of ISO 3166-1 alpha-2').nullish(), region: z.string().max(50).nullish(), postal_code: z.string().max(20).nullish() })
    .nullish(),
  payment_intent: z.strictObject({ amount_minor: Minor, token_or_reference: z.string().min(1).max(500), capture_method: z.enum(['automatic', 'manual']).nullish(), payment_handler_id: Text.nullish(), ap2_consent_proof: ConsentProof.nullish() }),
  idempotency_key: Key,
});
export type ExecuteBody = z.infer<typeof ExecuteBody>;

/** POST /api/v1/payments/{capture,void,refund}. */
export const PaymentBody = z.strictObject({ tenant_id: Text, merchant_id: Text, transaction_id: Text, amount_minor: Minor, idempotency_key: Key });
export type PaymentBody = z.infer<typeof PaymentBody>;

/** POST /api/v1/events/incoming. */
export const EventBody = z.strictObject({ message_id: z.string().min(1).max(200), source: z.string().min(1).max(100).default('default') });
