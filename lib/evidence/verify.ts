import { canonicalJson, jsonHash } from '@/lib/kernel/hash';
import { isCurrency, money, parseDecimal, sum, toDecimal, type Currency } from '@/lib/kernel/money';
import { checkAssertion } from './assertion';
import { parseBundle, type CartMandate, type EvidenceBundle, type IntentMandate, type PaymentMandate, type ScopedIntentMandate } from './bundle';
import { checkConsent } from './consent';
import { faultsOf } from './fault';
import { isSigned, readJwks, type SignedRecord, type TrustedKeys } from './signature';

/** What the reader trusts, got by another way than the bundle: the wallet's public keys (RFC 7517) and its address. */
export type Trust = { readonly jwks: unknown; readonly origin: string; readonly rpId: string };

/** What a verified bundle proves. Amounts are decimals in major units, times ISO 8601 as the wallet's clock showed them. */
export type Facts = {
  readonly paymentId: string;
  readonly status: string;
  readonly merchant: { readonly handle: string; readonly name: string | null };
  readonly items: readonly { readonly id: string; readonly name: string; readonly quantity: number; readonly total: string }[];
  readonly total: string;
  readonly currency: string;
  readonly agentId: string;
  readonly ownerId: string;
  /** The person's signature over exactly this cart; null when nobody was asked. */
  readonly countersignature: Countersignature | null;
  /** The limits that the agent acted within alone; null when a person signed, and in the agent's own bundle. */
  readonly limits: LimitsInForce | null;
  /** What the owner's passkey allowed beyond them, where the payment drew on it. */
  readonly authorisation: Authorisation | null;
  /** What a person signed for it at wallets elsewhere (AP2); empty where nothing of that kind came with the payment. */
  readonly consents: readonly { readonly issuer: string; readonly mandateId: string; readonly keyThumbprint: string; readonly checkedAt: string }[];
  readonly receipts: readonly { readonly orderId: string; readonly orderNumber: string; readonly paymentStatus: string; readonly at: string }[];
  readonly issuedAt: string;
};

export type Countersignature = {
  readonly approvalId: string;
  readonly credentialId: string;
  readonly enrolledAt: string;
  readonly signedAt: string;
  /** The other person, where two had to sign. */
  readonly second: { readonly ownerId: string; readonly credentialId: string; readonly enrolledAt: string } | null;
};

/** `fixture`: limits of the demo world or of a test, which nobody signed. */
export type LimitsInForce = {
  readonly mandateId: string;
  readonly perTransaction: string;
  readonly confirmedBy: 'passkey' | 'fixture';
  readonly confirmedAt: string;
};

/** Of one purchase or of several, until it was spent. `merchant` and `category` are null for any. */
export type Authorisation = {
  readonly mandateId: string;
  readonly merchant: string | null;
  readonly category: string | null;
  readonly amount: string;
  readonly singleUse: boolean;
  readonly confirmedAt: string;
  readonly validUntil: string;
};

export type Verdict = { readonly ok: true; readonly facts: Facts } | { readonly ok: false; readonly faults: readonly string[] };

/** Processes of one wallet may disagree about the time by this much. */
const CLOCK_SKEW_MS = 60_000;

type Mandates = { readonly cart: CartMandate; readonly payments: readonly PaymentMandate[]; readonly intent: IntentMandate | null; readonly scope: ScopedIntentMandate | null };
type Evidence = Mandates & { readonly bundle: EvidenceBundle; readonly currency: Currency; readonly trust: Trust; readonly keys: TrustedKeys };

/**
 * Verifies a payment's evidence against keys that the reader holds: every signature, and that the records speak of one and the same
 * purchase. Needs no network and no database, and never throws; every fault that was found is told.
 */
export function verifyEvidence(bundle: unknown, trust: Trust): Verdict {
  try {
    const parsed = parseBundle(bundle);
    if (!parsed.ok) return parsed;
    const sorted = sortMandates(parsed.bundle);
    if (!sorted.ok) return sorted;
    const evidence: Evidence = { ...sorted.mandates, currency: sorted.currency, bundle: parsed.bundle, trust, keys: readJwks(trust.jwks) };
    const faults = CHECKS.flatMap((check) => check(evidence));
    return faults.length === 0 ? { ok: true, facts: toFacts(evidence) } : { ok: false, faults };
  } catch (error) {
    return { ok: false, faults: [`The bundle cannot be read: ${error instanceof Error ? error.message : String(error)}.`] };
  }
}

const CHECKS: readonly ((evidence: Evidence) => string[])[] = [
  checkSignatures, checkRecord, checkSnapshot, checkSums, checkPaymentMandates, checkAuthority, checkConsents, checkReceipts, checkTimes,
];

function sortMandates({ mandates }: EvidenceBundle): { ok: true; mandates: Mandates; currency: Currency } | { ok: false; faults: string[] } {
  const carts = mandates.filter((mandate) => mandate.type === 'cart');
  const intents = mandates.filter((mandate) => mandate.type === 'intent');
  const scopes = mandates.filter((mandate) => mandate.type === 'scoped_intent');
  const [cart] = carts;
  const faults = faultsOf(
    [carts.length === 1, 'There must be one cart mandate: without it the payment was never approved.'],
    [intents.length <= 1, 'There must be one intent mandate at most.'],
    [scopes.length <= 1, 'There must be one scoped intent mandate at most.'],
  );
  if (!cart || faults.length > 0) return { ok: false, faults };
  const { currency } = cart.cart;
  if (!isCurrency(currency)) return { ok: false, faults: [`The currency ${currency} is unknown.`] };
  return { ok: true, mandates: { cart, payments: mandates.filter((mandate) => mandate.type === 'payment'), intent: intents[0] ?? null, scope: scopes[0] ?? null }, currency };
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

function checkSignatures({ bundle, keys }: Evidence): string[] {
  const signed: [what: string, record: SignedRecord, typ: string][] = [
    ['The record of the payment', bundle.record, 'payment-record+jwt'],
    ...bundle.mandates.map((mandate): [string, SignedRecord, string] => [`The ${mandate.type} mandate ${mandate.mandateId}`, mandate, 'mandate+jwt']),
    ...bundle.receipts.map((receipt): [string, SignedRecord, string] => [`The receipt of order ${receipt.order_number}`, receipt, 'receipt+jwt']),
  ];
  if (bundle.enrolment) signed.push(["The record of the passkey's enrolment", bundle.enrolment, 'enrolment+jwt']);
  if (bundle.scope_enrolment) signed.push(["The record of the enrolment of the authorisation's passkey", bundle.scope_enrolment, 'enrolment+jwt']);
  if (bundle.second_enrolment) signed.push(["The record of the second passkey's enrolment", bundle.second_enrolment, 'enrolment+jwt']);
  return faultsOf(...signed.map(([what, record, typ]) => [isSigned(record, typ, keys), `${what} is not signed by a trusted key, or was changed.`] as const));
}

/** The wallet's statement: what the payment is, and that nothing was taken out of the bundle or put into it. */
function checkRecord({ bundle, cart, payments }: Evidence): string[] {
  const { record } = bundle;
  const assertion = bundle.assertion ?? bundle.intent_assertion;
  return faultsOf(
    [record.payment_id === bundle.payment_id, 'The record is of another payment.'],
    [record.status === bundle.status, 'The record tells another status.'],
    [record.human_present === bundle.human_present && record.human_present === cart.humanPresent, 'The records disagree about whether a person was present.'],
    [same(record.mandate_ids, bundle.mandates.map(({ mandateId }) => mandateId)), 'A mandate is missing, or one was added.'],
    [same(record.order_ids, bundle.receipts.map((receipt) => receipt.order_id)), 'A receipt is missing, or one was added.'],
    [(record.status === 'completed') === bundle.receipts.length > 0, 'A completed payment has a receipt, any other has none.'],
    [record.agent_id === cart.agentId && payments.every(({ agentId }) => agentId === cart.agentId), 'The records name different agents.'],
    [record.owner_id === cart.ownerId, 'The records name different owners.'],
    [record.checkout_id === cart.cart.checkoutId, 'The record is of another checkout.'],
    [record.snapshot_hash === cart.cart.snapshotHash, 'The record is of another cart.'],
    [record.amount === cart.cart.total && record.currency === cart.cart.currency, 'The record tells another amount than the cart mandate.'],
    [record.approval_id === (cart.approvalId ?? null), 'The record names another approval.'],
    [record.assertion_hash === (assertion && jsonHash(assertion)), "The record is of another passkey's assertion."],
    [record.scope_assertion_hash === (bundle.scope_assertion && jsonHash(bundle.scope_assertion)), "The record is of another assertion over the authorisation."],
    [record.second_assertion_hash === (bundle.second_assertion && jsonHash(bundle.second_assertion)), "The record is of another second passkey's assertion."],
    [same(record.consent_proof_hashes ?? null, bundle.consent_proofs?.map(jsonHash) ?? null), 'A consent proof is missing, or one was added.'],
  );
}

/** The cart as it was hashed is the cart as it was mandated. */
function checkSnapshot({ bundle, cart: { cart }, currency }: Evidence): string[] {
  const { snapshot } = bundle;
  const decimal = (minor: bigint): string => toDecimal(money(minor, currency));
  const ways = snapshot.fulfillment === null ? [] : 'id' in snapshot.fulfillment ? [snapshot.fulfillment] : snapshot.fulfillment;
  const takenOff = BigInt(snapshot.discount) + sum(snapshot.items.map(({ discount }) => BigInt(discount)));
  const expected = snapshot.items.map((item) => ({
    id: item.id,
    quantity: item.quantity,
    unitPrice: decimal(BigInt(item.unit)),
    total: decimal(BigInt(item.unit) * BigInt(item.quantity) - BigInt(item.discount)),
  }));
  return faultsOf(
    [jsonHash(snapshot) === cart.snapshotHash, 'The cart is not the one whose hash was signed.'],
    [snapshot.checkout_id === cart.checkoutId, 'The cart is of another checkout.'],
    [snapshot.merchant === cart.merchantId, 'The cart is of another merchant.'],
    [snapshot.currency === cart.currency, 'The cart is in another currency.'],
    [same(expected, cart.items.map(({ id, quantity, unitPrice, total }) => ({ id, quantity, unitPrice, total }))), 'The items are not those of the cart mandate.'],
    [decimal(BigInt(snapshot.total)) === cart.total, 'The total is not that of the cart mandate.'],
    [decimal(BigInt(snapshot.tax)) === cart.tax, 'The tax is not that of the cart mandate.'],
    [decimal(BigInt(snapshot.fee ?? '0')) === (cart.fee ?? decimal(0n)), 'The fee is not that of the cart mandate.'],
    [decimal(BigInt(snapshot.discount)) === (cart.discount ?? decimal(0n)), 'The discount is not that of the cart mandate.'],
    [decimal(sum(ways.map(({ amount }) => BigInt(amount)))) === (cart.shipping ?? decimal(0n)), 'The delivery is not that of the cart mandate.'],
    [sum((snapshot.discounts ?? []).map(({ amount }) => BigInt(amount))) === takenOff, 'The discounts are not what was taken off the cart.'],
  );
}

/** total = items - discount + delivery + tax + fee, to the last unit. */
function checkSums({ cart: { cart }, currency }: Evidence): string[] {
  const minor = (text: string | undefined): bigint => parseDecimal(text ?? '0', currency) ?? -1n;
  const subtotal = sum(cart.items.map(({ total }) => minor(total)));
  const total = subtotal - minor(cart.discount) + minor(cart.shipping) + minor(cart.tax) + minor(cart.fee);
  return faultsOf([subtotal === minor(cart.subtotal) && total === minor(cart.total), 'The amounts of the cart mandate do not add up.']);
}

function checkPaymentMandates({ cart, payments }: Evidence): string[] {
  return payments.flatMap((payment) =>
    faultsOf(
      [payment.cartMandateId === cart.mandateId, `The payment mandate ${payment.mandateId} is for another cart.`],
      [payment.amount === cart.cart.total && payment.currency === cart.cart.currency, `The payment mandate ${payment.mandateId} is over another amount.`],
      [(payment.merchantId ?? cart.cart.merchantId) === cart.cart.merchantId, `The payment mandate ${payment.mandateId} is for another merchant.`],
      [(payment.checkoutId ?? cart.cart.checkoutId) === cart.cart.checkoutId, `The payment mandate ${payment.mandateId} is for another checkout.`],
      [payment.humanPresent === cart.humanPresent, `The payment mandate ${payment.mandateId} disagrees about whether a person was present.`],
    ),
  );
}

/** On whose word it was paid: a person's passkey over this cart, or limits set before. */
function checkAuthority(evidence: Evidence): string[] {
  return evidence.cart.humanPresent ? checkApproval(evidence) : checkLimits(evidence);
}

function checkApproval({ bundle, cart, intent, scope, trust }: Evidence): string[] {
  const { signed_content: content, assertion, enrolment } = bundle;
  if (!content || !assertion || !enrolment) return ["What the person signed, their assertion or their passkey's enrolment is missing."];
  const items = cart.cart.items.map(({ id, name, quantity, total }) => ({ id, name, quantity, total }));
  return [
    ...checkAssertion("The person's signature", assertion, content, trust),
    ...checkEnrolment(enrolment, cart, assertion.publicKey, trust),
    ...checkSecond(bundle, cart, trust),
    ...faultsOf(
      [content.approval_id === cart.approvalId, 'The person approved something else.'],
      [content.snapshot_hash === cart.cart.snapshotHash, 'The person signed another cart.'],
      [content.merchant.handle === cart.cart.merchantId, 'The person signed for another merchant.'],
      [same(content.items, items), 'The person signed other items.'],
      [same(content.address, bundle.snapshot.address), 'The person signed another address.'],
      [content.total === cart.cart.total && content.currency === cart.cart.currency, 'The person signed another amount.'],
      [content.agent_id === cart.agentId, 'The person approved another agent.'],
      [intent === null && bundle.intent_assertion === null, 'A mandate of limits has no place beside an approval.'],
      [scope === null && !bundle.scope_assertion && !bundle.scope_enrolment, 'An authorisation has no place beside an approval.'],
    ),
  ];
}

/** Where two people had to sign: another person than the owner, named in what both signed, with a passkey of their own. */
function checkSecond({ signed_content: content, assertion, second_assertion: second, second_enrolment: enrolment }: EvidenceBundle, cart: CartMandate, trust: Trust): string[] {
  const named = content?.second_approver;
  if (named === undefined) return faultsOf([second === undefined && enrolment === undefined, 'A second signature has no place where the owner signed alone.']);
  if (!content || !second || !enrolment) return ["The second person's assertion or their passkey's enrolment is missing."];
  return [
    ...checkAssertion("The second person's signature", second, content, trust),
    ...faultsOf(
      [same(enrolment.public_key, second.publicKey), 'The second signature is by another passkey than the enrolled one.'],
      [enrolment.owner_id === named && named !== cart.ownerId, 'The second passkey belongs to another person than the one named.'],
      [!same(second.publicKey, assertion?.publicKey), 'Both signatures are by one passkey.'],
      [enrolment.rp_id === trust.rpId, `The second passkey was enrolled on another site than ${trust.rpId}.`],
    ),
  ];
}

function checkLimits(evidence: Evidence): string[] {
  const { bundle, cart, intent, scope, currency, trust } = evidence;
  const { intent_assertion: assertion, enrolment } = bundle;
  const stray = faultsOf(
    [bundle.second_assertion === undefined && bundle.second_enrolment === undefined, 'A second signature has no place where no person was present.'],
    [bundle.signed_content === null && bundle.assertion === null && cart.approvalId === undefined, 'An approval has no place where no person was present.'],
    [(assertion === null) === (enrolment === null), 'A passkey without its signature, or a signature without its passkey.'],
    [(assertion !== null) === (intent?.confirmedBy === 'passkey'), 'The intent mandate and the signature over it do not belong together.'],
  );
  const beyond = checkScope(evidence);
  if (!intent) return [...stray, ...beyond];
  const { signature: _ours, ...signedByPerson } = intent;
  const limit = intent.after.limits.find((candidate) => candidate.currency === currency);
  const minor = (text: string): bigint => parseDecimal(text, currency) ?? -1n;
  return [
    ...stray,
    ...beyond,
    ...(assertion ? checkAssertion("The owner's signature over the limits", assertion, signedByPerson, trust) : []),
    ...(assertion ? checkEnrolment(bundle.enrolment, cart, assertion.publicKey, trust) : []),
    ...faultsOf(
      [intent.agentId === cart.agentId && intent.ownerId === cart.ownerId, 'The intent mandate is for another agent.'],
      // What an authorisation covers, it answers: beyond the limits, and without the permission to buy alone.
      [scope !== null || (limit !== undefined && minor(cart.cart.total) <= minor(limit.perTransaction)), 'The amount is beyond the limit that was set.'],
      [scope !== null || ['initiate_purchase', 'complete_purchase'].every((needed) => intent.after.permissions.includes(needed)), 'The agent was not allowed to buy alone.'],
      [!intent.after.merchants || intent.after.merchants.includes(cart.cart.merchantId), 'The agent was not allowed to buy at this merchant.'],
      [!intent.purchase || (intent.purchase.checkoutId === cart.cart.checkoutId && intent.purchase.snapshotHash === cart.cart.snapshotHash), 'The intent mandate is for another purchase.'],
      [intent.validFrom <= cart.createdAt && cart.createdAt < intent.validUntil, 'The intent mandate was not valid at that time.'],
    ),
  ];
}

/** An authorisation that the payment drew on covers it: agent, merchant, goods, amount and time, under the owner's passkey. */
function checkScope({ bundle, cart: mandate, scope, currency, trust }: Evidence): string[] {
  const { scope_assertion: assertion, scope_enrolment: enrolment } = bundle;
  if (!scope) return faultsOf([!assertion && !enrolment, 'A signature over an authorisation without the authorisation.']);
  if (!assertion || !enrolment) return ["The owner's signature over the authorisation, or their passkey's enrolment, is missing."];
  const { signature: _ours, ...signedByPerson } = scope;
  const { after } = scope;
  const { cart, createdAt } = mandate;
  const minor = (text: string): bigint => parseDecimal(text, currency) ?? -1n;
  return [
    ...checkAssertion("The owner's signature over the authorisation", assertion, signedByPerson, trust),
    ...checkEnrolment(enrolment, mandate, assertion.publicKey, trust),
    ...faultsOf(
      [scope.agentId === mandate.agentId && scope.ownerId === mandate.ownerId, 'The authorisation is for another agent.'],
      [after.merchant === null || after.merchant === cart.merchantId, 'The authorisation is for another merchant.'],
      [after.category === null || cart.items.every((item) => item.category === after.category), 'The authorisation is for goods of another category.'],
      [after.currency === cart.currency && minor(cart.total) <= minor(after.amount), 'The amount is beyond the authorisation.'],
      [scope.validFrom <= createdAt && createdAt < scope.validUntil, 'The authorisation was not valid at that time.'],
    ),
  ];
}

function checkEnrolment(enrolment: EvidenceBundle['enrolment'], cart: CartMandate, publicKey: object, trust: Trust): string[] {
  return faultsOf(
    [enrolment !== null && same(enrolment.public_key, publicKey), 'The signature is by another passkey than the enrolled one.'],
    [enrolment?.owner_id === cart.ownerId, 'The passkey belongs to another owner.'],
    [enrolment?.rp_id === trust.rpId, `The passkey was enrolled on another site than ${trust.rpId}.`],
  );
}

function checkConsents({ bundle, cart: { cart }, currency }: Evidence): string[] {
  const purchase = { checkoutId: cart.checkoutId, amount: parseDecimal(cart.total, currency), currency };
  return (bundle.consent_proofs ?? []).flatMap((proof) => checkConsent(proof, purchase));
}

function checkReceipts({ bundle, cart, payments }: Evidence): string[] {
  const { merchantId, checkoutId, total, currency } = cart.cart;
  return bundle.receipts.flatMap((receipt) => {
    const what = `The receipt of order ${receipt.order_number}`;
    return faultsOf(
      [receipt.payment_id === bundle.payment_id, `${what} is of another payment.`],
      [payments.some(({ mandateId }) => mandateId === receipt.payment_mandate_id), `${what} names an unknown payment mandate.`],
      [receipt.merchant === merchantId && receipt.checkout_id === checkoutId, `${what} is of another purchase.`],
      [receipt.amount === total && receipt.currency === currency, `${what} is over another amount.`],
      [receipt.token_used_at < receipt.token_expires_at, `${what} tells of a token that was used after it had expired.`],
    );
  });
}

/** Enrolled, then limits set, then the cart mandated, then paid, then ordered, then told. */
function checkTimes({ bundle, cart, payments, intent, scope }: Evidence): string[] {
  const inOrder = (earlier: string, later: string): boolean => Date.parse(earlier) <= Date.parse(later) + CLOCK_SKEW_MS;
  const { enrolment, receipts, record } = bundle;
  return faultsOf(
    [enrolment === null || inOrder(enrolment.enrolled_at, (intent ?? cart).createdAt), 'The passkey was enrolled after it had signed.'],
    [!bundle.second_enrolment || inOrder(bundle.second_enrolment.enrolled_at, cart.createdAt), 'The second passkey was enrolled after it had signed.'],
    [intent === null || inOrder(intent.createdAt, cart.createdAt), 'The limits were set after the cart was mandated.'],
    [!scope || !bundle.scope_enrolment || inOrder(bundle.scope_enrolment.enrolled_at, scope.createdAt), "The authorisation's passkey was enrolled after it had signed."],
    [payments.every(({ createdAt }) => inOrder(cart.createdAt, createdAt)), 'The payment was mandated before its cart.'],
    [receipts.every(({ token_used_at: used, at }) => inOrder(cart.createdAt, used) && inOrder(used, at)), 'The order is older than its payment.'],
    [[cart, ...payments].every(({ createdAt }) => inOrder(createdAt, record.issued_at)), 'The evidence is older than its mandates.'],
    [(bundle.consent_proofs ?? []).every(({ checked_at: at }) => inOrder(at, record.issued_at)), 'The evidence is older than its consent proofs.'],
    [receipts.every(({ at }) => inOrder(at, record.issued_at)), 'The evidence is older than its receipts.'],
  );
}

function toFacts({ bundle, cart, intent, scope, currency }: Evidence): Facts {
  const { signed_content: content, enrolment, record } = bundle;
  return {
    paymentId: bundle.payment_id,
    status: bundle.status,
    merchant: { handle: cart.cart.merchantId, name: content?.merchant.name ?? null },
    items: cart.cart.items.map(({ id, name, quantity, total }) => ({ id, name, quantity, total })),
    total: cart.cart.total,
    currency,
    agentId: cart.agentId,
    ownerId: cart.ownerId,
    countersignature:
      content && enrolment
        ? { approvalId: content.approval_id, credentialId: enrolment.credential_id, enrolledAt: enrolment.enrolled_at, signedAt: cart.createdAt, second: toSecond(bundle) }
        : null,
    limits: intent && {
      mandateId: intent.mandateId,
      perTransaction: intent.after.limits.find((limit) => limit.currency === currency)?.perTransaction ?? '',
      confirmedBy: intent.confirmedBy,
      confirmedAt: intent.createdAt,
    },
    authorisation: scope && {
      mandateId: scope.mandateId,
      merchant: scope.after.merchant,
      category: scope.after.category,
      amount: scope.after.amount,
      singleUse: scope.after.singleUse,
      confirmedAt: scope.createdAt,
      validUntil: scope.validUntil,
    },
    consents: (bundle.consent_proofs ?? []).map((proof) => ({ issuer: proof.issuer, mandateId: proof.mandate_id, keyThumbprint: proof.key_thumbprint, checkedAt: proof.checked_at })),
    receipts: bundle.receipts.map((receipt) => ({
      orderId: receipt.order_id,
      orderNumber: receipt.order_number,
      paymentStatus: receipt.payment_status,
      at: receipt.at,
    })),
    issuedAt: record.issued_at,
  };
}

const toSecond = ({ second_enrolment: enrolment }: EvidenceBundle): Countersignature['second'] =>
  enrolment ? { ownerId: enrolment.owner_id, credentialId: enrolment.credential_id, enrolledAt: enrolment.enrolled_at } : null;
