import type { Answer } from '@/lib/http/idempotency';
import { readJson } from '@/lib/http/body';
import type { RequestCtx } from '@/lib/http/request-ctx';
import type { Merchant } from '@/lib/merchant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { delegateCard } from '@/lib/vault';
import { errorAnswer } from '../errors';
import { readKey, respondToOutcome } from '../idempotency';
import { findNamedMerchant } from '../named-merchant';
import { actorOf, principalId } from '../principal';
import { respond } from '../respond';
import { negotiateAmong } from '../version';
import type { AcpError } from '../wire';
import { invalidCard } from './errors';
import { oncePerVaultKey } from './once-per-key';
import { isPayable } from './open-session';
import type { DelegatePaymentRequest } from './schema';
import { toDelegateCard, toVaultRefusal } from './to-domain';
import { VAULT_WIRES, type VaultWire } from './version';

/** POST /agentic_commerce/delegate_payment: 201 with the token. Order of checks: version, size, JSON, key, idempotency, schema (rules.md, ACP). */
export async function handleDelegatePayment(ctx: RequestCtx, request: Request): Promise<Response> {
  const wire = negotiateAmong(VAULT_WIRES, request);
  if (!wire.ok) return respond(request, errorAnswer(wire.error));
  const body = await readJson(request);
  const key = readVaultKey(request, wire.value);
  if (!key.ok) return respond(request, errorAnswer(key.error));
  const { version, inFlightCode } = wire.value;
  const outcome = await oncePerVaultKey(ctx, { principal: principalId(ctx), key: key.value, version, body }, (tx) => delegate(ctx, tx, wire.value, body));
  if (outcome.kind !== 'in_flight') return respondToOutcome(request, wire.value, outcome);
  const inFlight: AcpError = { status: 409, type: 'invalid_request', code: inFlightCode, message: 'A request with this Idempotency-Key is being processed.' };
  return respond(request, errorAnswer(inFlight), { 'retry-after': String(outcome.retryAfterSeconds) });
}

/** The vault's list of codes has none for a key that is empty or too long. */
function readVaultKey(request: Request, wire: VaultWire): Result<string | null, AcpError> {
  const key = readKey(request, wire);
  return key.ok || key.error.code === 'idempotency_key_required' ? key : err(invalidCard(key.error.message));
}

async function delegate(caller: RequestCtx, tx: Ctx, wire: VaultWire, body: unknown): Promise<Answer> {
  const parsed = wire.parse(body);
  if (!parsed.ok) return errorAnswer(invalidCard(parsed.error.message, parsed.error.param));
  const { allowance, metadata } = parsed.value;
  const merchant = await findAllowed(caller, tx, allowance);
  if (!merchant.ok) return errorAnswer(merchant.error);
  const delegated = await delegateCard(tx, toDelegateCard(parsed.value, { merchantId: merchant.value.id, delegatedBy: principalId(caller) }));
  if (!delegated.ok) return errorAnswer(toVaultRefusal(delegated.error));
  const { token, createdAt } = delegated.value;
  return { status: 201, body: { id: token, created: createdAt.toISOString(), metadata } };
}

/** The merchant of an allowance. It must be the one that the call is at, if it is at one, and the session must be its and open. */
async function findAllowed(caller: RequestCtx, tx: Ctx, allowance: DelegatePaymentRequest['allowance']): Promise<Result<Merchant, AcpError>> {
  const { merchant_id: named, checkout_session_id: id } = allowance;
  const merchant = await findNamedMerchant(tx, caller, named);
  if (!merchant) return err(invalidCard('There is no such merchant here.', '$.allowance.merchant_id'));
  const payable = await isPayable(tx, { id, merchantId: merchant.id, actor: actorOf(caller) });
  return payable ? ok(merchant) : err(invalidCard('The merchant has no open checkout session with this id.', '$.allowance.checkout_session_id'));
}
