import { endpoint, type CredentialKind, type Endpoint, type Params } from '@/lib/http/endpoint';
import { invariant } from '@/lib/kernel/invariant';
import { handleDelegatePayment } from './delegate-payment/handle';
import { discoveryEndpoint } from './discovery';
import { handleCancel, handleComplete, handleCreate, handleGet, handleUpdate } from './handlers';

export { renderFailure } from './errors';
export { SUPPORTED_VERSIONS } from './version';

const common = { wire: 'acp', credentials: ['merchant_key', 'agent_token'] satisfies [CredentialKind, CredentialKind], tenant: 'merchant' } as const;

function idOf(params: Params): string {
  const id = params.id;
  invariant(id !== undefined, 'the path has an id');
  return id;
}

// Who may open a cart may read, change and cancel its own; paying needs the permission to buy. Whether the purchase asks a person
// is the wallet's matter, decided before the token was issued.

export const createSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions',
  scope: 'create_cart',
  handle: (ctx, request) => handleCreate(ctx, request),
});

export const getSession = endpoint({
  ...common,
  method: 'GET',
  path: '/checkout_sessions/[id]',
  scope: 'create_cart',
  handle: (ctx, request, params) => handleGet(ctx, request, idOf(params)),
});

export const updateSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions/[id]',
  scope: 'create_cart',
  handle: (ctx, request, params) => handleUpdate(ctx, request, idOf(params)),
});

export const completeSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions/[id]/complete',
  scope: 'initiate_purchase',
  handle: (ctx, request, params) => handleComplete(ctx, request, idOf(params)),
});

export const cancelSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions/[id]/cancel',
  scope: 'create_cart',
  handle: (ctx, request, params) => handleCancel(ctx, request, idOf(params)),
});

/** A card is paid with without asking anybody, so an agent that gives one needs the permission to buy alone. Its merchant is named in the body. */
export const delegatePayment = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'POST',
  path: '/agentic_commerce/delegate_payment',
  scope: 'complete_purchase',
  handle: (ctx, request) => handleDelegatePayment(ctx, request),
});
 export const getDiscovery: Endpoint = discoveryEndpoint(() => endpoints);

/** The ACP endpoints, for the route table. */
export const endpoints: readonly Endpoint[] = [
  createSession,
  getSession,
  updateSession,
  completeSession,
  cancelSession,
  delegatePayment,
  getDiscovery,
];
