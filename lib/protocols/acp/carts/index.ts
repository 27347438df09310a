import { endpoint, type CredentialKind, type Endpoint, type Params } from '@/lib/http/endpoint';
import { invariant } from '@/lib/kernel/invariant';
import { handleCancel, handleCreate, handleGet, handleReplace } from './handlers';

const common = {
  wire: 'acp',
  credentials: ['merchant_key', 'agent_token'] satisfies [CredentialKind, CredentialKind],
  tenant: 'merchant',
  scope: 'create_cart',
} as const;

function idOf({ id }: Params): string {
  invariant(id !== undefined, 'the path has an id');
  return id;
}

export const createCart = endpoint({ ...common, method: 'POST', path: '/carts', handle: (ctx, request) => handleCreate(ctx, request) });

export const getCart = endpoint({ ...common, method: 'GET', path: '/carts/[id]', handle: (ctx, request, params) => handleGet(ctx, request, idOf(params)) });

export const putCart = endpoint({ ...common, method: 'PUT', path: '/carts/[id]', handle: (ctx, request, params) => handleReplace(ctx, request, idOf(params)) });

export const cancelCart = endpoint({
  ...common,
  method: 'POST',
  path: '/carts/[id]/cancel',
  handle: (ctx, request, params) => handleCancel(ctx, request, idOf(params)),
});

/** ACP carts (2026-04-17, openapi.cart.yaml). */
export const endpoints: readonly Endpoint[] = [createCart, getCart, putCart, cancelCart];
