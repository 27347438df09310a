import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { takeMessage } from '@/lib/ports';
import { callerOf } from './caller';
import { readBody } from './read-body';
import { EventBody } from './schema';
import { done, respond } from './words';

/** POST /api/v1/events/incoming {message_id, source?} -> {accepted}: true once for each message of a tenant's source, false for every repetition. */
export const postEvent: Endpoint = endpoint({
  method: 'POST',
  path: '/api/v1/events/incoming',
  wire: 'orchestrator',
  credentials: ['merchant_key'],
  scope: null,
  tenant: 'merchant',
  handle: async (ctx, request) => {
    const { message_id: messageId, source } = await readBody(request, EventBody);
    return respond(done({ accepted: await takeMessage(ctx, { tenantId: callerOf(ctx).merchant.id, source, messageId }) }));
  },
});
