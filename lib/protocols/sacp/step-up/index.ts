import { z } from 'zod';
import type { Endpoint } from '@/lib/http/endpoint';
import { renewSession } from '@/lib/auth';
import { findApproval } from '@/lib/approval';
import { money, toDecimal } from '@/lib/kernel/money';
import { readJsonOrEmpty } from '@/lib/http/body';
import {
  approveStepUp, type ChangeError, changeStepUp, dismissRuleSuggestion, loadRuleChange, openStepUp, type OpenStepUp, rejectStepUp, requestRuleChange,
  requestSuggestedChange, type RuleChangeError,
} from '@/lib/wallet';
import type { RuleChange } from '@/lib/policy';
import { streamStates } from '@/lib/http/live-states';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { parseOrRefuse } from '../read-body';
import { snakeCaseKeys } from '../snake-case';
import { toChangesWire, toSinceLastWire } from './changes';
import { needsConfirmation, toRuleChangeWire } from './rule-change';

const BODY_LIMIT_BYTES = 64 * 1024;
export const ApproveBody = z.strictObject({ assertion: z.unknown(), payment_method_id: z.string().max(100).optional() });
const NOTE_MAX = 1000;
const ITEMS_MAX = 1000;
export const ChangeBody = z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    items: z.array(z.preprocess(snakeCaseKeys, z.strictObject({ product_id: z.string().max(200), quantity: z.int().min(0).max(1_000_000) }))).min(1).max(ITEMS_MAX),
    note: z.string().max(NOTE_MAX).optional(),
  }),
);
export const NoFields = z.strictObject({});
export const RejectBody = z.strictObject({ reason: z.string().max(1000).optional() });

/** GET /api/step-up/{id}[?payment_method_id=]: what waits, and a fresh challenge over exactly that. */
export const getStepUp = ownerEndpoint({
  method: 'GET',
  path: '/api/step-up/[id]',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const paymentMethodId = new URL(request.url).searchParams.get('payment_method_id') ?? undefined;
    const [result, ruleChange] = await Promise.all([openStepUp(ctx, { approvalId, walletId, paymentMethodId }), loadRuleChange(ctx, { approvalId, walletId })]);
    return result.ok ? answer(200, toWire(result.value, ruleChange)) : refuse(result.error);
  },
});

/** POST /api/step-up/{id}/approve {assertion, payment_method_id?}. The session's id changes with it. Status `pending`: the first of two people has signed. */
export const postApprove = ownerEndpoint({
  method: 'POST',
  path: '/api/step-up/[id]/approve',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const body = parseOrRefuse(ApproveBody, snakeCaseKeys(await readJsonOrEmpty(request, BODY_LIMIT_BYTES)));
    const result = await approveStepUp(ctx, { approvalId, walletId, assertion: body.assertion, paymentMethodId: body.payment_method_id });
    if (!result.ok) return refuse(result.error);
    const { status } = result.value.approval;
    const nextStep = status === 'approved' ? 'The agent gets its payment token with its next poll.' : 'The other person has to sign too; until then nothing is approved.';
    return renewSession(ctx, answer(200, { id: approvalId, status, next_step: nextStep }));
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

/** POST /api/step-up/{id}/change {items, note?}: lowers quantities, 0 for none. Answers the approval that takes the place of this one, to be signed. */
export const postChange = ownerEndpoint({
  method: 'POST',
  path: '/api/step-up/[id]/change',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const body = parseOrRefuse(ChangeBody, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const items = body.items.map(({ product_id: id, quantity }) => ({ id, quantity }));
    const result = await changeStepUp(ctx, { approvalId, walletId, items, note: body.note ?? null });
    if (!result.ok) return refuse(result.error);
    const { approvalId: id } = result.value;
    return answer(200, { id, status: 'pending', replaces: approvalId, approval_url: `${ctx.settings.publicOrigin}/approve/${id}`, next_step: 'Open the new approval and sign it.' });
  },
});

/** Open streams of one owner in one process: an approval page holds one. */
const STREAMS_MAX = 10;

/** GET /api/step-up/{id}/events: {id, status} as server-sent events, at once and when it is decided, here or elsewhere. */
export const getStepUpEvents = ownerEndpoint({
  method: 'GET',
  path: '/api/step-up/[id]/events',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    const approval = await findApproval(ctx, { approvalId, walletId });
    if (!approval) return refuse({ code: 'not_found' });
    return streamStates(request, {
      caller: `wallet:${walletId}`,
      max: STREAMS_MAX,
      // Whatever becomes of an approval moves its payment in the same commit.
      watch: (onChange) => ctx.ports.paymentChanges.watch(approval.paymentId, onChange),
      read: () => findApproval(ctx, { approvalId, walletId }),
      isLast: ({ status }) => status !== 'pending',
      toWire: ({ id, status }) => ({ id, status }),
    });
  },
});

/** POST /api/step-up/{id}/rule-change: drafts the change that would have let this pass, and answers 428 with what a passkey must sign for it. */
export const postRuleChange = ownerEndpoint({
  method: 'POST',
  path: '/api/step-up/[id]/rule-change',
  handle: async (ctx, request, { walletId, id: approvalId }) => {
    parseOrRefuse(NoFields, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const result = await requestRuleChange(ctx, { approvalId, walletId });
    return result.ok ? needsConfirmation(result.value) : refuse(result.error);
  },
});

/** POST /api/step-up/{id}/suggestion: drafts the change suggested after three like this one, and answers 428 with what a passkey must sign for it. */
export const postSuggestion = ownerEndpoint({
  method: 'POST',
  path: '/api/step-up/[id]/suggestion',
  handle: async (ctx, request, query) => {
    parseOrRefuse(NoFields, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const result = await requestSuggestedChange(ctx, { approvalId: query.id, walletId: query.walletId });
    return result.ok ? needsConfirmation(result.value) : refuse(result.error);
  },
});

/** DELETE /api/step-up/{id}/suggestion: nothing like it is suggested again. */
export const deleteSuggestion = ownerEndpoint({
  method: 'DELETE',
  path: '/api/step-up/[id]/suggestion',
  handle: async (ctx, _request, { walletId, id: approvalId }) => {
    const result = await dismissRuleSuggestion(ctx, { approvalId, walletId });
    return result.ok ? answer(200, { id: approvalId, status: 'dismissed', next_step: 'Nothing: rules stay as they are.' }) : refuse(result.error);
  },
});

export const endpoints: readonly Endpoint[] = [
  getStepUp, postApprove, postReject, postChange, postRuleChange, postSuggestion, deleteSuggestion, getStepUpEvents,
];

function toWire({ approval, paymentMethods, sinceLast, ownChange, replacementId, second, challenge, publicKey }: OpenStepUp, ruleChange: RuleChange | null): object {
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
    changes_by_owner: ownChange && toChangesWire(ownChange),
    owner_note: approval.ownerNote,
    second_approval: second && { you_are: second.you, owner_signed: second.ownerSigned, second_signed: second.secondSigned },
    rule_change: ruleChange && toRuleChangeWire(ruleChange),
    replaces: approval.replacesId,
    replaced_by: replacementId,
    payment_methods: paymentMethods.map(({ id, brand, last4, isDefault }) => ({ id, brand, last4, is_default: isDefault })),
    signed_content: challenge?.signedContent ?? null,
    publicKey,
  };
}

function refuse({ code }: ChangeError | RuleChangeError): Response {
  const { status, message, nextStep } = REFUSALS[code];
  return refusal(status, code, message, { next_step: nextStep });
}

const REFUSALS: Record<(ChangeError | RuleChangeError)['code'], { status: number; message: string; nextStep: string }> = {
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
  already_signed: { status: 409, message: 'You have signed this approval; the other person has not.', nextStep: 'Wait for the other person, or decline.' },
  signed_otherwise: { status: 409, message: 'The other person signed meanwhile.', nextStep: 'Open the approval again and sign what they signed.' },
  unknown_item: { status: 400, message: 'An item is not in this cart.', nextStep: 'Name items as this approval shows them.' },
  quantity_raised: { status: 400, message: 'A quantity is higher than what the agent asked for.', nextStep: 'Quantities can be lowered, and items left out.' },
  nothing_left: { status: 400, message: 'Nothing would be left in the cart.', nextStep: 'Decline the approval instead.' },
  nothing_changed: { status: 400, message: 'This is the cart as it is.', nextStep: 'Approve it, or lower a quantity.' },
  nothing_to_change: { status: 409, message: 'No single change of limits or rules lets this pass, or it passes already.', nextStep: 'Approve it once, or look at the rules in the wallet.' },
  not_ready: { status: 409, message: 'The store cannot sell what would be left.', nextStep: 'Take out more, or decline.' },
  total_raised: { status: 409, message: 'The store would charge more for less: prices have changed.', nextStep: 'Approve the cart as it is, or decline.' },
  expired: { status: 410, message: 'This approval has expired.', nextStep: 'The agent has to ask again.' },
};
