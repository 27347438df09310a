import { endpoint, type Endpoint, type Method, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { isUuid } from '@/lib/kernel/id';
import { answer } from '../errors';

type MerchantUser = Extract<Principal, { kind: 'merchant_user' }>;
type Handle = (ctx: RequestCtx, request: Request, user: MerchantUser, params: Params) => Promise<Response>;

/** An endpoint of a merchant's console, for its owner and managers. Staff see and decide nothing. */
export const merchantEndpoint = (method: Method, path: Endpoint['path'], handle: Handle): Endpoint =>
  endpoint({
    method,
    path,
    wire: 'account',
    credentials: ['merchant_session'],
    scope: null,
    tenant: 'credential',
    handle: async (ctx, request, params) => {
      const { principal } = ctx;
      invariant(principal.kind === 'merchant_user', 'the entrance admits merchants only');
      if (principal.role === 'staff') throw fail(403, 'forbidden', 'This is for owners and managers of the merchant.');
      return handle(ctx, request, principal, params);
    },
  });

/** An order's id that none of ours can have names no order. */
export const orderIdOf = ({ id = '' }: Params): string => {
  if (!isUuid(id)) throw fail(404, 'not_found', 'There is no such order.');
  return id;
};

export const unknownOrder = (): Response => answer(404, { error: 'not_found', message: 'There is no such order.' });

/** Up to here, in units of any currency, a sign-in of today will do to give money back; beyond it a fresh one is asked for (rules.md, Widening). */
export const WITHOUT_FRESH_SIGN_IN = 100n;

export const askForFreshSignIn = (): Response =>
  answer(403, { error: 'recent_sign_in_required', message: `Refunds above ${WITHOUT_FRESH_SIGN_IN} need a sign-in of the last ten minutes. Sign in again, then try again.` });
