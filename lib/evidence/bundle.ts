import * as z from 'zod/mini';
import { shapeFaults } from './fault';

// What a bundle of evidence holds, field by field. Every object is closed: a field that nothing signs could say anything.
// zod's small build: the verifier is one file that people can read.

const Text = z.string().check(z.maxLength(2_000));
const Decimal = z.string().check(z.regex(/^\d{1,15}(\.\d{1,6})?$/, 'is no amount in major units'));
const Minor = z.string().check(z.regex(/^\d{1,18}$/, 'is no amount in minor units'));
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hex'));
const Instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is no instant in UTC'));
const Quantity = z.int().check(z.positive());
const Jws = z.string().check(z.maxLength(64 * 1024));
/** One spelling only: unused bits of the last character are zero. */
const Bytes = z.string().check(
  z.maxLength(64 * 1024),
  z.refine((text) => text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text, 'is not canonical base64url'),
);
const list = <T extends z.ZodMiniType>(of: T) => z.array(of).check(z.maxLength(1_000));

const Limits = z.strictObject({ currency: Text, perTransaction: Decimal, daily: Decimal, weekly: z.optional(Decimal), monthly: Decimal });
const Terms = z.strictObject({ permissions: list(Text), limits: list(Limits), merchants: z.optional(list(Text)), status: Text });

const IntentMandate = z.strictObject({
  mandateId: Text,
  type: z.literal('intent'),
  agentId: Text,
  ownerId: Text,
  intent: z.strictObject({ description: Text, maxAmount: Decimal, currency: Text }),
  before: z.nullable(Terms),
  after: Terms,
  purchase: z.optional(z.strictObject({ checkoutId: Text, snapshotHash: Hash })),
  validFrom: Instant,
  validUntil: Instant,
  nonce: Text,
  confirmedBy: z.enum(['passkey', 'fixture']),
  createdAt: Instant,
  signature: Jws,
});

/** What the owner's passkey allowed beyond the limits: an authorisation, as it was signed. */
const ScopedIntentMandate = z.strictObject({
  mandateId: Text,
  type: z.literal('scoped_intent'),
  agentId: Text,
  ownerId: Text,
  before: z.null(),
  after: z.strictObject({ merchant: z.nullable(Text), category: z.nullable(Text), amount: Decimal, currency: Text, singleUse: z.boolean() }),
  validFrom: Instant,
  validUntil: Instant,
  confirmationId: Text,
  nonce: Text,
  createdAt: Instant,
  signature: Jws,
});

const CartMandate = z.strictObject({
  mandateId: Text,
  type: z.literal('cart'),
  agentId: Text,
  ownerId: Text,
  cart: z.strictObject({
    merchantId: Text,
    checkoutId: Text,
    snapshotHash: Hash,
    items: list(z.strictObject({ id: Text, name: Text, category: z.optional(Text), quantity: Quantity, unitPrice: Decimal, total: Decimal })),
    subtotal: Decimal,
    discount: z.optional(Decimal),
    shipping: z.optional(Decimal),
    tax: Decimal,
    fee: z.optional(Decimal),
    total: Decimal,
    currency: Text,
  }),
  humanPresent: z.boolean(),
  approvalId: z.optional(Text),
  createdAt: Instant,
  signature: Jws,
});

const PaymentMandate = z.strictObject({
  mandateId: Text,
  type: z.literal('payment'),
  cartMandateId: Text,
  agentId: Text,
  humanPresent: z.boolean(),
  paymentMethod: z.strictObject({ type: z.enum(['card', 'wallet']), tokenId: Text }),
  // Mandates from before the network verified them name no merchant, checkout and end.
  merchantId: z.optional(Text),
  checkoutId: z.optional(Text),
  amount: Decimal,
  currency: Text,
  expiresAt: z.optional(Instant),
  createdAt: Instant,
  signature: Jws,
});

const Address = z.strictObject({
  name: Text,
  line_one: Text,
  line_two: z.optional(Text),
  city: Text,
  state: Text,
  country: Text,
  postal_code: Text,
  company: z.optional(Text),
});

/** What snapshot_hash is the hash of: lib/checkout/snapshot-hash.ts. Amounts in minor units. */
const Snapshot = z.strictObject({
  checkout_id: Text,
  merchant: Text,
  currency: Text,
  items: list(z.strictObject({ id: Text, quantity: Quantity, unit: Minor, discount: Minor, total: Minor })),
  discount: Minor,
  /** Left out where nothing was taken off. */
  discounts: z.optional(list(z.strictObject({ id: Text, code: z.nullable(Text), amount: Minor }))),
  /** One way for all goods, or several with the lines of each. */
  fulfillment: z.nullable(z.union([z.strictObject({ id: Text, amount: Minor }), list(z.strictObject({ id: Text, amount: Minor, lines: list(Text) }))])),
  groups: z.optional(list(z.strictObject({ id: Text, method: Text, lines: list(Text), address: z.nullable(Address), location: z.nullable(Text) }))),
  address: z.nullable(Address),
  buyer: z.nullable(
    z.strictObject({
      email: Text,
      firstName: z.optional(Text),
      lastName: z.optional(Text),
      fullName: z.optional(Text),
      phoneNumber: z.optional(Text),
    }),
  ),
  tax: Minor,
  /** Left out where the merchant takes none. */
  fee: z.optional(Minor),
  total: Minor,
});

/** What the person's passkey signed: rules.md, "Challenge". */
const SignedContent = z.strictObject({
  v: z.literal(1),
  approval_id: Text,
  snapshot_hash: Hash,
  merchant: z.strictObject({ handle: Text, name: Text }),
  items: list(z.strictObject({ id: Text, name: Text, quantity: Quantity, total: Decimal })),
  address: z.nullable(Address),
  total: Decimal,
  currency: Text,
  payment_method_id: Text,
  agent_id: Text,
  /** Whose passkey signed this too; left out where the owner signed alone. */
  second_approver: z.optional(Text),
  nonce: Text,
});

const PasskeyJwk = z.union([
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), alg: z.literal('ES256'), x: Bytes, y: Bytes }),
  z.strictObject({ kty: z.literal('RSA'), alg: z.literal('RS256'), n: Bytes, e: Bytes }),
]);

const Assertion = z.strictObject({ clientDataJSON: Bytes, authenticatorData: Bytes, signature: Bytes, publicKey: PasskeyJwk });

/** Signed by the wallet when the passkey was enrolled: whose it is, and what its authenticator said of itself then. */
const Enrolment = z.strictObject({
  type: z.literal('enrolment'),
  credential_id: Text,
  public_key: PasskeyJwk,
  owner_id: Text,
  rp_id: Text,
  enrolled_at: Instant,
  client_data_hash: Hash,
  attestation_hash: Hash,
  signature: Jws,
});

/** What a person signed at a wallet elsewhere, as it came with the payment, and the key of that wallet that it held under (AP2). */
const ConsentProof = z.strictObject({
  type: z.literal('consent_proof'),
  issuer: Text,
  mandate_id: Text,
  /** The canonical JSON that was signed: all that the proof says, with the amount, the currency and the cart. */
  signed_text: z.string().check(z.maxLength(16 * 1024)),
  /** A detached JWS, ES256. */
  jws: Jws,
  key_id: z.nullable(Text),
  /** RFC 7638. */
  key_thumbprint: Text,
  public_key: z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: Bytes, y: Bytes }),
  checked_at: Instant,
});

const Receipt = z.strictObject({
  type: z.literal('order'),
  order_id: Text,
  order_number: Text,
  payment_id: Text,
  payment_mandate_id: Text,
  merchant: Text,
  checkout_id: Text,
  amount: Decimal,
  currency: Text,
  payment_status: z.enum(['authorized', 'captured', 'voided']),
  network_transaction_id: z.nullable(Text),
  token_expires_at: Instant,
  token_used_at: Instant,
  at: Instant,
  signature: Jws,
});

/** The wallet's own statement about the payment and about what else is in this bundle. */
const PaymentRecord = z.strictObject({
  type: z.literal('payment'),
  payment_id: Text,
  status: Text,
  human_present: z.boolean(),
  agent_id: Text,
  owner_id: Text,
  checkout_id: Text,
  snapshot_hash: Hash,
  amount: Decimal,
  currency: Text,
  approval_id: z.nullable(Text),
  /** Of the assertion that is in the bundle: an authenticator's signature may be spelled in two ways, this is the one it was given in. */
  assertion_hash: z.nullable(Hash),
  scope_assertion_hash: z.optional(Hash),
  second_assertion_hash: z.optional(Hash),
  /** Left out where none came. */
  consent_proof_hashes: z.optional(list(Hash)),
  mandate_ids: list(Text),
  order_ids: list(Text),
  issued_at: Instant,
  signature: Jws,
});

/** GET /api/agent/v1/payments/{id}/evidence, as it must be to be verified. */
export const EvidenceBundle = z.strictObject({
  payment_id: Text,
  status: Text,
  human_present: z.boolean(),
  record: PaymentRecord,
  mandates: list(z.discriminatedUnion('type', [IntentMandate, ScopedIntentMandate, CartMandate, PaymentMandate])),
  snapshot: Snapshot,
  signed_content: z.nullable(SignedContent),
  assertion: z.nullable(Assertion),
  intent_assertion: z.nullable(Assertion),
  enrolment: z.nullable(Enrolment),
  /** Of the scoped intent mandate, where there is one. */
  scope_assertion: z.optional(Assertion),
  scope_enrolment: z.optional(Enrolment),
  second_assertion: z.optional(Assertion),
  second_enrolment: z.optional(z.nullable(Enrolment)),
  consent_proofs: z.optional(list(ConsentProof)),
  receipts: list(Receipt),
});

export type EvidenceBundle = z.infer<typeof EvidenceBundle>;
export type IntentMandate = z.infer<typeof IntentMandate>;
export type ScopedIntentMandate = z.infer<typeof ScopedIntentMandate>;
export type CartMandate = z.infer<typeof CartMandate>;
export type PaymentMandate = z.infer<typeof PaymentMandate>;
export type Assertion = z.infer<typeof Assertion>;
export type ConsentProof = z.infer<typeof ConsentProof>;
export type PasskeyJwk = z.infer<typeof PasskeyJwk>;

/** The bundle in its shape, or one sentence for each thing that is out of it. */
export function parseBundle(value: unknown): { ok: true; bundle: EvidenceBundle } | { ok: false; faults: string[] } {
  const parsed = EvidenceBundle.safeParse(value);
  return parsed.success ? { ok: true, bundle: parsed.data } : { ok: false, faults: shapeFaults(parsed.error, 'The bundle') };
}
