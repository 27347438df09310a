import { findEvidence, type StoredEvidence } from '@/lib/approval';
import {
  ensureSigningKeys, findIntentMandateAt, findMandateEvidence, findSignedMandate, listPaymentMandates, type MandateWithEvidence, type SignedMandate,
  signRecord,
} from '@/lib/mandate';
import { jsonHash } from '@/lib/kernel/hash';
import { money, toCurrency, toDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findDrawnMandateId } from '@/lib/spending';
import { findPayment } from './store';
import type { Payment, PaymentStatus } from './types';

/** A passkey's assertion: bytes are base64url, the key is a JWK. */
type Assertion = { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string; readonly publicKey: object };

/**
 * Everything that shows on whose word a payment was made, signed piece by piece, as anyone verifies it with lib/evidence alone. What is
 * null did not happen: nobody was asked, no limits were confirmed by passkey, nothing was approved yet.
 */
export type Evidence = {
  readonly payment_id: string;
  readonly status: PaymentStatus;
  readonly human_present: boolean;
  /** The wallet's statement about the payment and about what else is here. */
  readonly record: object;
  /** Cart and payment mandates. Where no person was asked the owner also gets the intent mandate in force then. */
  readonly mandates: readonly SignedMandate[];
  /** The object whose hash is the snapshot hash. */
  readonly snapshot: object | null;
  /** What the person signed: SHA-256 of its canonical JSON is the assertion's challenge. */
  readonly signed_content: object | null;
  readonly assertion: Assertion | null;
  /** The owner's signature over the intent mandate. */
  readonly intent_assertion: Assertion | null;
  /** The signed enrolment of the passkey that made either of them. */
  readonly enrolment: object | null;
  /** The same for the scoped intent mandate of an authorisation that the payment drew on; left out where it drew on none. */
  readonly scope_assertion?: Assertion | null;
  readonly scope_enrolment?: object | null;
  /** Of the other person, over the same content; left out where the owner signed alone. */
  readonly second_assertion?: Assertion;
  readonly second_enrolment?: object | null;
  /** What a person signed for it at wallets elsewhere (AP2), as it came; left out where nothing of that kind did. */
  readonly consent_proofs?: readonly object[];
  readonly receipts: readonly object[];
};

type Query = { readonly paymentId: string; readonly agentId: string } | { readonly paymentId: string; readonly walletId: string };

/** The evidence of a payment, for the agent that made it and for its owner. Anyone else's is as unknown as none. */
export async function getEvidence(ctx: Ctx, query: Query): Promise<Result<Evidence, { code: 'payment_not_found' }>> {
  const payment = await findPayment(ctx, query.paymentId);
  if (!payment) return err({ code: 'payment_not_found' });
  const mayRead = 'agentId' in query ? payment.agentId === query.agentId : payment.walletId === query.walletId;
  if (!mayRead) return err({ code: 'payment_not_found' });
  await ensureSigningKeys(ctx);
  const mandates = await listPaymentMandates(ctx, payment.id);
  const cart = mandates.find((mandate) => mandate.type === 'cart');
  const snapshot = cart ? await findSnapshot(ctx, cart.mandateId) : null;
  const approval = await findApprovalEvidence(ctx, payment);
  const isOwnersView = cart && !payment.humanPresent && 'walletId' in query;
  const limits = isOwnersView ? toSignedWord(ctx, await findIntentMandateAt(ctx, { agentId: payment.agentId, at: new Date(cart.createdAt) })) : null;
  const scope = isOwnersView ? await findScope(ctx, payment) : null;
  const receipts = payment.status === 'completed' ? await findReceipts(ctx, payment) : [];
  const consents = await findConsents(ctx, payment);
  const all = [...(limits ? [limits.mandate] : []), ...(scope ? [scope.mandate] : []), ...mandates];
  const assertion = approval?.assertion ?? limits?.assertion ?? null;
  return ok({
    payment_id: payment.id,
    status: payment.status,
    human_present: payment.humanPresent,
    record: await signPaymentRecord(ctx, payment, { mandates: all, assertion, scopeAssertion: scope?.assertion ?? null, second: approval?.second?.assertion ?? null, consents, receipts }),
    mandates: all,
    snapshot,
    signed_content: approval?.signedContent ?? null,
    assertion: approval?.assertion ?? null,
    intent_assertion: limits?.assertion ?? null,
    enrolment: approval?.enrolment ?? limits?.enrolment ?? null,
    ...(scope ? { scope_assertion: scope.assertion, scope_enrolment: scope.enrolment } : {}),
    ...(approval?.second ? { second_assertion: approval.second.assertion, second_enrolment: approval.second.enrolment } : {}),
    ...(consents.length > 0 ? { consent_proofs: consents } : {}),
    receipts,
  });
}

/** A mandate from before snapshots were kept has none. */
async function findSnapshot(ctx: Ctx, cartMandateId: string): Promise<object | null> {
  const kept = (await findMandateEvidence(ctx, cartMandateId)) as { snapshot?: object } | null;
  return kept?.snapshot ?? null;
}

type Signed = { readonly assertion: Assertion; readonly enrolment: object | null };

async function findApprovalEvidence(ctx: Ctx, payment: Payment): Promise<(Signed & { signedContent: object; second: Signed | null }) | null> {
  const stored = payment.humanPresent && payment.approvalId ? await findEvidence(ctx, payment.approvalId) : null;
  if (!stored) return null;
  return { ...toSigned(ctx, stored.owner), signedContent: stored.owner.signed_content, second: stored.second && toSigned(ctx, stored.second) };
}

const toSigned = (ctx: Ctx, { assertion, passkey_public_key: key, enrolment }: StoredEvidence): Signed => ({
  assertion: { ...assertion, publicKey: toJwk(ctx, key) },
  enrolment: enrolment ?? null,
});

/** A mandate, the owner's signature over it, and the enrolment of their passkey. */
type SignedWord = { readonly mandate: SignedMandate; readonly assertion: Assertion | null; readonly enrolment: object | null };

function toSignedWord(ctx: Ctx, found: MandateWithEvidence | null): SignedWord | null {
  if (!found) return null;
  const { mandate, evidence } = found;
  if (!evidence) return { mandate, assertion: null, enrolment: null };
  return { mandate, assertion: { ...evidence.assertion, publicKey: toJwk(ctx, evidence.publicKey) }, enrolment: evidence.enrolment ?? null };
}

async function findScope(ctx: Ctx, payment: Payment): Promise<SignedWord | null> {
  const mandateId = await findDrawnMandateId(ctx, payment.id);
  return mandateId === null ? null : toSignedWord(ctx, await findSignedMandate(ctx, mandateId));
}

const toJwk = (ctx: Ctx, cose: string): object => ctx.ports.passkey.toJwk(Buffer.from(cose, 'base64url'));

type Receipt = { readonly order_id: string };

type Contents = {
  readonly mandates: readonly SignedMandate[];
  readonly assertion: Assertion | null;
  readonly scopeAssertion: Assertion | null;
  readonly second: Assertion | null;
  readonly consents: readonly object[];
  readonly receipts: readonly Receipt[];
};

function signPaymentRecord(ctx: Ctx, payment: Payment, { mandates, assertion, scopeAssertion, second, consents, receipts }: Contents): Promise<object> {
  return signRecord(ctx, 'payment', {
    type: 'payment',
    payment_id: payment.id,
    status: payment.status,
    human_present: payment.humanPresent,
    agent_id: payment.agentId,
    owner_id: payment.walletId,
    checkout_id: payment.checkoutId,
    snapshot_hash: payment.snapshotHash,
    amount: toDecimal(payment),
    currency: payment.currency,
    approval_id: payment.approvalId,
    assertion_hash: assertion && jsonHash(assertion),
    ...(scopeAssertion ? { scope_assertion_hash: jsonHash(scopeAssertion) } : {}),
    ...(second ? { second_assertion_hash: jsonHash(second) } : {}),
    ...(consents.length > 0 ? { consent_proof_hashes: consents.map(jsonHash) } : {}),
    mandate_ids: mandates.map(({ mandateId }) => mandateId),
    order_ids: receipts.map((receipt) => receipt.order_id),
    issued_at: ctx.clock.now().toISOString(),
  });
}

type ConsentRow = { issuer: string; mandate_id: string; signed_text: string; jws: string; key_id: string | null; key_thumbprint: string; public_key: object; checked_at: Date };

/** Those that came with this payment's tokens. */
async function findConsents(ctx: Ctx, payment: Payment): Promise<object[]> {
  const rows = await ctx.db.query<ConsentRow>({
    name: 'wallet.consent-proofs',
    text: `select c.issuer, c.mandate_id, c.signed_text, c.jws, c.key_id, c.key_thumbprint, c.public_key, c.checked_at
             from payment_token t join payment_attempt a on a.token_id = t.id join consent_proof c on c.attempt_id = a.id where t.payment_id = $1 order by c.checked_at, c.attempt_id`,
    values: [payment.id],
  });
  return rows.map((row) => ({ type: 'consent_proof', ...row, checked_at: row.checked_at.toISOString() }));
}

type ReceiptRow = {
  id: string;
  order_number: bigint;
  merchant: string;
  total_amount: bigint;
  currency: string;
  payment_status: string;
  network_transaction_id: string | null;
  payment_mandate_id: string;
  token_expires_at: Date;
  token_used_at: Date;
  created_at: Date;
};

/** Orders that this payment paid, each signed. */
async function findReceipts(ctx: Ctx, payment: Payment): Promise<Receipt[]> {
  const rows = await ctx.db.query<ReceiptRow>({
    name: 'wallet.receipts',
    text: `select o.id, o.order_number, m.handle as merchant, o.total_amount, o.currency, o.payment_status, a.network_transaction_id,
                  t.payment_mandate_id, t.expires_at as token_expires_at, t.used_at as token_used_at, o.created_at
             from purchase_order o join merchant m on m.id = o.merchant_id join payment_attempt a on a.id = o.attempt_id
             join payment_token t on t.id = a.token_id where t.payment_id = $1 order by o.order_number`,
    values: [payment.id],
  });
  return Promise.all(
    rows.map((row) =>
      signRecord(ctx, 'receipt', {
        type: 'order',
        order_id: row.id,
        order_number: String(row.order_number),
        payment_id: payment.id,
        payment_mandate_id: row.payment_mandate_id,
        merchant: row.merchant,
        checkout_id: payment.checkoutId,
        amount: toDecimal(money(row.total_amount, toCurrency(row.currency))),
        currency: row.currency,
        payment_status: row.payment_status,
        network_transaction_id: row.network_transaction_id,
        token_expires_at: row.token_expires_at.toISOString(),
        token_used_at: row.token_used_at.toISOString(),
        at: row.created_at.toISOString(),
      }),
    ),
  );
}
