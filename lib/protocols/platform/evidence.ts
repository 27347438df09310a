import type { Facts } from '@/lib/evidence';
import { readJson } from '@/lib/http/body';
import { endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { takeFromBudget } from '@/lib/http/rate-limit';
import { addressKey } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';
import { checkEvidence } from '@/lib/wallet';

export const EVIDENCE_LIMIT_BYTES = 256 * 1024;

/** A bundle costs a millisecond or two of arithmetic, and anyone may ask. */
const BUDGET = { perSecond: 5, burst: 50 };

/** Takes one check from an address's budget; answers the seconds to wait, 0 when it may go on. */
export const takeEvidenceCheck = async (ctx: Ctx, clientAddress: string): Promise<number> =>
  ctx.settings.testMode ? 0 : takeFromBudget(ctx.db, `evidence:${addressKey(clientAddress)}`, BUDGET, ctx.clock.now().getTime());

/** POST /api/evidence/verify: a bundle, checked against the keys that this server publishes. Says what it proves, or every fault of it. */
export const postVerify = endpoint({
  method: 'POST',
  path: '/api/evidence/verify',
  wire: 'platform',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    const waitSeconds = await takeEvidenceCheck(ctx, ctx.clientAddress);
    if (waitSeconds > 0) throw fail(429, 'rate_limited', 'Too many requests.', { headers: { 'retry-after': String(waitSeconds) } });
    const bundle = await readJson(request, EVIDENCE_LIMIT_BYTES);
    if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) throw fail(400, 'invalid_request', 'The body must be an evidence bundle: a JSON object.');
    const verdict = await checkEvidence(ctx, bundle);
    const against = { jwks_uri: `${ctx.settings.publicOrigin}/.well-known/jwks.json`, origin: ctx.settings.publicOrigin };
    return Response.json(verdict.ok ? { verified: true, against, facts: toWire(verdict.facts) } : { verified: false, against, faults: verdict.faults });
  },
});

const toWire = (facts: Facts): object => ({
  payment_id: facts.paymentId,
  status: facts.status,
  merchant: facts.merchant,
  items: facts.items,
  total: facts.total,
  currency: facts.currency,
  agent_id: facts.agentId,
  owner_id: facts.ownerId,
  countersignature: facts.countersignature && {
    approval_id: facts.countersignature.approvalId,
    credential_id: facts.countersignature.credentialId,
    enrolled_at: facts.countersignature.enrolledAt,
    signed_at: facts.countersignature.signedAt,
  },
  limits: facts.limits && {
    mandate_id: facts.limits.mandateId,
    per_transaction: facts.limits.perTransaction,
    confirmed_by: facts.limits.confirmedBy,
    confirmed_at: facts.limits.confirmedAt,
  },
  consent_proofs: facts.consents.map((consent) => ({ issuer: consent.issuer, mandate_id: consent.mandateId, key_thumbprint: consent.keyThumbprint, checked_at: consent.checkedAt })),
  receipts: facts.receipts.map((receipt) => ({
    order_id: receipt.orderId,
    order_number: receipt.orderNumber,
    payment_status: receipt.paymentStatus,
    at: receipt.at,
  })),
  issued_at: facts.issuedAt,
});
