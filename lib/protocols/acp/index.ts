import { endpoint, type CredentialKind, type Endpoint } from '@/lib/http/endpoint';
import { endpoints as carts } from './carts';
import { handleAuthenticate, handleCreate, handleGet } from './delegate-authentication/handlers';
import { handleDelegatePayment } from './delegate-payment/handle';
import { discoveryEndpoint } from './discovery';
import { cancel, complete, create, get, handle, update } from './handlers';
import { endpoints as feed } from './feed';

export { renderFailure } from './errors';
export { tools } from './tools';
export { cancelCart, createCart, getCart, putCart } from './carts';
export { getFeedMetadata, getFeedProducts } from './feed';
export { SUPPORTED_VERSIONS } from './version';

const common = { wire: 'acp', credentials: ['merchant_key', 'agent_token'] satisfies [CredentialKind, CredentialKind], tenant: 'merchant' } as const;

// Who may open a cart may read, change and cancel its own; paying needs the permission to buy. Whether the purchase asks a person
// is the wallet's matter, decided before the token was issued.

export const createSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions',
  scope: 'create_cart',
  handle: handle(create),
});

export const getSession = endpoint({
  ...common,
  method: 'GET',
  path: '/checkout_sessions/[id]',
  scope: 'create_cart',
  handle: handle(get),
});

export const updateSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions/[id]',
  scope: 'create_cart',
  handle: handle(update),
});

export const completeSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions/[id]/complete',
  scope: 'initiate_purchase',
  handle: handle(complete),
});

export const cancelSession = endpoint({
  ...common,
  method: 'POST',
  path: '/checkout_sessions/[id]/cancel',
  scope: 'create_cart',
  handle: handle(cancel),
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

// Authenticating a card holder is a part of paying. Its merchant is named in the body, and by the session from then on.

export const createAuthentication = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'POST',
  path: '/delegate_authentication',
  scope: 'initiate_purchase',
  handle: (ctx, request) => handleCreate(ctx, request),
});

export const authenticateSession = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'POST',
  path: '/delegate_authentication/[id]/authenticate',
  scope: 'initiate_purchase',
  handle: (ctx, request, { id = '' }) => handleAuthenticate(ctx, request, id),
});

export const getAuthenticationSession = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'GET',
  path: '/delegate_authentication/[id]',
  scope: 'initiate_purchase',
  handle: (ctx, request, { id = '' }) => handleGet(ctx, request, id),
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
  ...carts,
  ...feed,
  createAuthentication,
  authenticateSession,
  getAuthenticationSession,
  getDiscovery,
];
