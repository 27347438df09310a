import { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { isCurrency, parseDecimal, toDecimal } from '@/lib/kernel/money';
import {
  acceptInvitation, confirmSecondApproval, getSecondApproval, inviteSecondApprover, setSecondApproval, type AcceptError, type InviteError, type SecondApproval, type SecondLimit,
} from '@/lib/second-approval';
import { readRequest } from '../agents/read-request';
import { ConfirmAgentRequest } from '../agents/schema';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { snakeCaseKeys } from '../snake-case';
import { refuse } from './refuse';

const PATH = '/api/agent/v1/wallet/second-approval';
const CURRENCIES_MAX = 20;

const Above = z.strictObject({ currency: z.string().max(10), amount: z.string().max(40) });
/** `above` replaces the whole set; `approver` can only be taken away here, and is invited below. */
export const PatchRequest = z.preprocess(snakeCaseKeys, z.strictObject({ above: z.array(Above).max(CURRENCIES_MAX).optional(), approver: z.null().optional() }));
export const InviteRequest = z.strictObject({ email: z.email().max(254) });
export const AcceptRequest = z.strictObject({ token: z.string().max(100) });

/** GET: who signs second, and above which amounts. */
export const getSecond = ownerEndpoint({
  method: 'GET',
  path: PATH,
  handle: async (ctx, _request, { walletId }) => answer(200, toWire(await getSecondApproval(ctx, walletId))),
});

/** PATCH {above?, approver?: null}: tightening answers 200; loosening 428 with what a passkey must sign first. */
export const patchSecond = ownerEndpoint({
  method: 'PATCH',
  path: PATH,
  handle: async (ctx, request, { walletId }) => {
    const { above, approver } = await readRequest(request, PatchRequest);
    const patch = { ...(above === undefined ? {} : { limits: above.map(toLimit) }), removesApprover: approver === null };
    if (new Set(patch.limits?.map(({ currency }) => currency)).size !== (patch.limits?.length ?? 0)) {
      throw fail(400, 'invalid_request', 'above must name each currency once', { param: '$.above' });
    }
    const set = await setSecondApproval(ctx, { walletId, patch });
    return set.ok ? answer(200, toWire(set.value)) : refuse(set.error);
  },
});

/** Applies what waits. */
export const postConfirmSecond = ownerEndpoint({
  method: 'POST',
  path: `${PATH}/confirm`,
  handle: async (ctx, request, { walletId }) => {
    const { assertion } = await readRequest(request, ConfirmAgentRequest);
    const confirmed = await confirmSecondApproval(ctx, { walletId, assertion });
    return confirmed.ok ? answer(200, toWire(confirmed.value)) : refuse(confirmed.error);
  },
});

/** POST {email}: mails the invitation. */
export const postInvitation = ownerEndpoint({
  method: 'POST',
  path: `${PATH}/invitation`,
  handle: async (ctx, request, { walletId }) => {
    const { email } = await readRequest(request, InviteRequest);
    const invited = await inviteSecondApprover(ctx, { walletId, email });
    return invited.ok ? answer(201, toWire(await getSecondApproval(ctx, walletId))) : refuseInvitation(invited.error);
  },
});

/** POST {token}: the signed-in person signs second for whoever invited them. */
export const postAcceptSecond = ownerEndpoint({
  method: 'POST',
  path: `${PATH}/accept`,
  handle: async (ctx, request, { walletId }) => {
    const { token } = await readRequest(request, AcceptRequest);
    const accepted = await acceptInvitation(ctx, { token, walletId });
    return accepted.ok ? answer(200, { owner_name: accepted.value.ownerName, status: 'active' }) : refuseInvitation(accepted.error);
  },
});

function toLimit({ currency, amount }: z.output<typeof Above>, index: number): SecondLimit {
  const code = currency.toUpperCase();
  const minor = isCurrency(code) ? parseDecimal(amount, code) : null;
  if (!isCurrency(code) || minor === null || minor <= 0n) throw fail(400, 'invalid_request', `above.${index} must be an amount above zero in a known currency`, { param: `$.above[${index}]` });
  return { currency: code, amount: minor };
}

const toWire = ({ approver, limits }: SecondApproval): object => ({
  approver: approver && { email: approver.email, status: approver.status, invited_at: approver.invitedAt.toISOString(), accepted_at: approver.acceptedAt?.toISOString() ?? null },
  above: limits.map((limit) => ({ currency: limit.currency, amount: toDecimal(limit) })),
});

function refuseInvitation(error: InviteError | AcceptError): Response {
  const { code } = error;
  if (code === 'rate_limited') {
    const retryAfter = { 'retry-after': String(error.retryAfterSeconds) };
    return refusal(429, code, 'Too many invitations were sent.', { retry_after: error.retryAfterSeconds, next_step: 'Wait as long as Retry-After says, then try again.' }, retryAfter);
  }
  const { status, message, nextStep } = INVITATIONS[code];
  return refusal(status, code, message, { next_step: nextStep });
}

const INVITATIONS: Record<Exclude<(InviteError | AcceptError)['code'], 'rate_limited'>, { status: number; message: string; nextStep: string }> = {
  own_email: { status: 400, message: 'This is your own address: two people are two accounts.', nextStep: 'Invite another person.' },
  approver_is_active: { status: 409, message: 'Somebody signs second already.', nextStep: 'Take them away first, with your passkey.' },
  invitation_not_found: { status: 404, message: 'There is no such invitation, or it was accepted or has run out.', nextStep: 'Ask for a new invitation.' },
  other_email: { status: 409, message: 'The invitation is for another address than that of this account.', nextStep: 'Sign in with the address that was invited.' },
  email_not_verified: { status: 409, message: 'The address of this account is not verified.', nextStep: 'Open the link in the mail that you got at sign-up.' },
  no_passkey: { status: 409, message: 'This account has no passkey to sign with.', nextStep: 'Add a passkey in the wallet first.' },
};
