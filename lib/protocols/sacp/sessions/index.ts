import { endpoint, type CredentialKind, type Endpoint } from '@/lib/http/endpoint';
import { handleCancel, handleComplete, handleCreate, handleGet, handleUpdate } from './handlers';

const common = { wire: 'sacp', credentials: ['merchant_key', 'agent_token', 'none'] satisfies [CredentialKind, ...CredentialKind[]], tenant: 'merchant' } as const;

// Who may open a cart may read, change and cancel its own; paying needs the permission to buy. Whether a person is asked is the wallet's matter.
// An agent without a credential opens one as a guest, whose owner is found when it is paid (guest.ts).

export const createSession = endpoint({
  ...common,
  method: 'POST',
  path: '/api/agent/v1/sessions',
  scope: 'create_cart',
  handle: (ctx, request) => handleCreate(ctx, request),
});

export const getSession = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'GET',
  path: '/api/agent/v1/sessions/[id]',
  scope: 'create_cart',
  handle: (ctx, _request, { id = '' }) => handleGet(ctx, id),
});

export const updateSession = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'PATCH',
  path: '/api/agent/v1/sessions/[id]',
  scope: 'create_cart',
  handle: (ctx, request, { id = '' }) => handleUpdate(ctx, request, id),
});

export const completeSession = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'POST',
  path: '/api/agent/v1/sessions/[id]/complete',
  scope: 'initiate_purchase',
  handle: (ctx, request, { id = '' }) => handleComplete(ctx, request, id),
});

export const cancelSession = endpoint({
  ...common,
  tenant: 'named_merchant',
  method: 'DELETE',
  path: '/api/agent/v1/sessions/[id]',
  scope: 'create_cart',
  handle: (ctx, request, { id = '' }) => handleCancel(ctx, request, id),
});

/** SACP's checkout sessions (seed, "Checkout Session Endpoints"). */
export const endpoints: readonly Endpoint[] = [createSession, getSession, updateSession, completeSession, cancelSession];
