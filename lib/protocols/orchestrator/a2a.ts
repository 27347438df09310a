import { z } from 'zod';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { callerOf } from './caller';
import { executeOnce } from './execute';
import { readBody } from './read-body';
import { runCommand } from './run-command';
import { CartCommandBody, ExecuteBody } from './schema';
import { respond } from './words';

const CHECKOUT = 'dev.ucp.shopping.checkout';

/** A2A's envelope around what REST takes (rules.md, Orchestrator): the same rules, the same keys. */
export const CartEnvelope = z.strictObject({ capability: z.enum([CHECKOUT, 'dev.ucp.shopping.discount', 'dev.ucp.shopping.cart']), payload: CartCommandBody });
export const CheckoutEnvelope = z.strictObject({ capability: z.literal(CHECKOUT), payload: ExecuteBody });

/** POST /api/v1/a2a/cart {capability, payload}. */
export const postA2aCart: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/a2a/cart',
  wire: 'orchestrator',
  credentials: ['merchant_key', 'agent_token'],
  scope: 'create_cart',
  tenant: 'merchant',
  handle: async (ctx, request) => respond(await runCommand(ctx, callerOf(ctx), (await readBody(request, CartEnvelope)).payload)),
});

/** POST /api/v1/a2a/checkout {capability, payload}. */
export const postA2aCheckout: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/a2a/checkout',
  wire: 'orchestrator',
  credentials: ['merchant_key', 'agent_token'],
  scope: 'initiate_purchase',
  tenant: 'merchant',
  handle: async (ctx, request) => executeOnce(ctx, callerOf(ctx), (await readBody(request, CheckoutEnvelope)).payload),
});
