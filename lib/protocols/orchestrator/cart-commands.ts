import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { callerOf } from './caller';
import { readBody } from './read-body';
import { runCommand } from './run-command';
import { CartCommandBody } from './schema';
import { respond } from './words';

/** POST /api/v1/cart/commands: one command on a cart, answered with the cart as it is then (specs/systems.md, Orchestrator). */
export const postCartCommand: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/cart/commands',
  wire: 'orchestrator',
  credentials: ['merchant_key', 'agent_token'],
  scope: 'create_cart',
  tenant: 'merchant',
  handle: async (ctx, request) => respond(await runCommand(ctx, callerOf(ctx), await readBody(request, CartCommandBody))),
});
