import { z } from 'zod';
import type { Endpoint } from '@/lib/http/endpoint';
import { renewSession } from '@/lib/auth';
import { money, toDecimal } from '@/lib/kernel/money';
import { readJsonOrEmpty } from '@/lib/http/body';
import { approveStepUp, openStepUp, rejectStepUp, type OpenStepUp, type StepUpError } from '@/lib/wallet';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { parseOrRefuse } from '../read-body';
import { snakeCaseKeys } from '../snake-case';
import { toSinceLastWire } from './changes';

const BODY_LIMIT_BYTES = 64 * 1024;
const ApproveBody = z.strictObject({ assertion: z.unknown(), payment_method_id: z.string().max(100).optional() });
const RejectBody = z.strictObject({ reason: z.string().max(1000).optional() });

/** GET /api/step-up/{id}[?payment_method_id=]: what waits, and a fresh challenge over exactly that. */
export const getStepUp = ownerEndpoint({
  method: 'GET',
  path: '/api/step-up/[id]',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const paymentMethodId = new URL(request.url).searchParams.get('payment_method_id') ?? undefined;
    const result = await openStepUp(ctx, { approvalId, walletId, paymentMethodId });
    return result.ok ? answer(200, toWire(result.value)) : refuse(result.error);
  },
});

/** POST /api/step-up/{id}/approve {assertion, payment_method_id?}. The session's id changes with it. */
export const postApprove = ownerEndpoint({
  method: 'POST',
  path: '/api/step-up/[id]/approve',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const body = parseOrRefuse(ApproveBody, snakeCaseKeys(await readJsonOrEmpty(request, BODY_LIMIT_BYTES)));
    const result = await approveStepUp(ctx, { approvalId, walletId, assertion: body.assertion, paymentMethodId: body.payment_method_id });
    if (!result.ok) return refuse(result.error);
    return renewSession(ctx, answer(200, { id: approvalId, status: 'approved', next_step: 'The agent gets its payment token with its next poll.' }));
  },
});

/** POST /api/step-up/{id}/reject {reason?}. */
export const postReject = ownerEndpoint({
  method: 'POST',
  path: '/api/step-up/[id]/reject',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const body = parseOrRefuse(RejectBody, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const result = await rejectStepUp(ctx, { approvalId, walletId, reason: body.reason });
    if (!result.ok) return refuse(result.error);
    return answer(200, { id: approvalId, status: 'rejected', next_step: 'The agent is told with its next poll.' });
  },
});

export const endpoints: readonly Endpoint[] = [getStepUp, postApprove, postReject];

function toWire({ approval, paymentMethods, sinceLast, challenge, publicKey }: OpenStepUp): object {
  const { snapshot } = approval;
  const decimal = (amount: bigint): string => toDecimal(money(amount, approval.currency));
  return {
    id: approval.id,
    status: approval.status,
    amount: decimal(approval.amount),
    currency: approval.currency,
    merchant: { id: snapshot.merchantHandle, name: snapshot.merchantName, verified_domain: snapshot.merchantDomain },
    items: snapshot.items.map((item) => ({ product_id: item.id, name: item.name, quantity: item.quantity, total: decimal(item.totalAmount) })),
    address: snapshot.address,
    reason: approval.reason,
    trigger_type: approval.triggerType,
    expires_at: approval.expiresAt.toISOString(),
    changes_since_last: sinceLast && toSinceLastWire(sinceLast, challenge?.paymentMethodId ?? approval.paymentMethodId),
    payment_methods: paymentMethods.map(({ id, brand, last4, isDefault }) => ({ id, brand, last4, is_default: isDefault })),
    signed_content: challenge?.signedContent ?? null,
    publicKey,
  };
}

function refuse({ code }: StepUpError): Response {
  const { status, message, nextStep } = REFUSALS[code];
  return refusal(status, code, message, { next_step: nextStep });
}

const REFUSALS: Record<StepUpError['code'], { status: number; message: string; nextStep: string }> = {
  not_found: { status: 404, message: 'There is no such approval.', nextStep: 'Check the address.' },
  invalid_payment_method: { status: 400, message: 'This is no card of the wallet.', nextStep: 'Choose one of payment_methods.' },
  invalid_assertion: {
    status: 400,
    message: 'The assertion is not a verified passkey of yours over what this approval shows.',
    nextStep: 'Open the approval again and sign its challenge within five minutes.',
  },
  already_decided: { status: 409, message: 'This approval was decided before.', nextStep: 'Nothing is left to do.' },
  agent_inactive: { status: 409, message: 'The agent is paused or revoked.', nextStep: 'Resume the agent first if you want this purchase.' },
  checkout_changed: { status: 409, message: 'The cart is not what this approval shows any more.', nextStep: 'The agent has to ask again.' },
  already_claimed: { status: 409, message: 'Another agent is paying this checkout.', nextStep: 'Nothing is left to do.' },
  expired: { status: 410, message: 'This approval has expired.', nextStep: 'The agent has to ask again.' },
};
