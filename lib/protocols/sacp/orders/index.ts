import { endpoint, type CredentialKind, type Endpoint } from '@/lib/http/endpoint';
import { handleApprove, handleOrder, handleOrders, handleRefuse, handleRequest, handleReturns } from './handlers';

const readers = { wire: 'sacp', credentials: ['merchant_key', 'agent_token'] satisfies [CredentialKind, ...CredentialKind[]], scope: 'view_orders', tenant: 'named_merchant' } as const;
const deciders = { wire: 'sacp', credentials: ['merchant_key', 'merchant_session'] satisfies [CredentialKind, ...CredentialKind[]], scope: null, tenant: 'named_merchant' } as const;

export const getOrders = endpoint({
  ...readers,
  method: 'GET',
  path: '/api/agent/v1/orders',
  handle: (ctx, request) => handleOrders(ctx, request),
});

export const getOrder = endpoint({
  ...readers,
  method: 'GET',
  path: '/api/agent/v1/orders/[id]',
  handle: (ctx, _request, { id = '' }) => handleOrder(ctx, id),
});

export const getReturns = endpoint({
  ...readers,
  method: 'GET',
  path: '/api/agent/v1/orders/[id]/returns',
  handle: (ctx, _request, { id = '' }) => handleReturns(ctx, id),
});

/** Who may ask to buy may ask to give back. */
export const postReturn = endpoint({
  ...readers,
  credentials: ['agent_token'],
  method: 'POST',
  path: '/api/agent/v1/orders/[id]/returns',
  scope: 'initiate_purchase',
  handle: (ctx, request, { id = '' }) => handleRequest(ctx, request, id),
});

export const approveReturn = endpoint({
  ...deciders,
  method: 'POST',
  path: '/api/agent/v1/orders/[id]/returns/[return_id]/approve',
  handle: (ctx, request, { id = '', return_id = '' }) => handleApprove(ctx, request, { orderId: id, returnId: return_id }),
});

export const refuseReturn = endpoint({
  ...deciders,
  method: 'POST',
  path: '/api/agent/v1/orders/[id]/returns/[return_id]/refuse',
  handle: (ctx, request, { id = '', return_id = '' }) => handleRefuse(ctx, request, { orderId: id, returnId: return_id }),
});

/** SACP's orders (seed, "Discovery Endpoint"), and returns by agents (seed, phase 2). */
export const endpoints: readonly Endpoint[] = [getOrders, getOrder, getReturns, postReturn, approveReturn, refuseReturn];
