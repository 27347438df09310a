import { readJson } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { Tool } from '@/lib/http/tool';
import { refuseCall } from './admit';
import { errorResponse, failureResponse, METHOD_NOT_FOUND, type JsonRpcId } from './errors';
import { requireOwnHost } from './guard';
import { exchange } from './server';

export { renderFailure } from './errors';

/**
 * POST /mcp: the tools of the wires over MCP's Streamable HTTP. Without sessions there is nothing to GET or to DELETE: both are 405, as
 * the specification allows. A call that the credential does not allow is 403 before the tool is asked.
 */
export const mcpEndpoint = (tools: readonly Tool[]): Endpoint =>
  endpoint({
    method: 'POST',
    path: '/mcp',
    wire: 'mcp',
    credentials: ['merchant_key', 'agent_token'],
    scope: null,
    tenant: 'merchant',
    guard: requireOwnHost,
    handle: async (ctx, request) => {
      const body = await readJson(request);
      const [first] = messagesOf(body);
      // Nothing here ever changes while someone listens.
      if (first?.method === 'subscriptions/listen') return errorResponse(404, first.id, { code: METHOD_NOT_FOUND, message: 'Method not found' });
      for (const { id, tool: name } of messagesOf(body)) {
        const tool = tools.find((each) => each.name === name);
        const refused = tool && refuseCall(ctx, tool);
        if (refused) return failureResponse(refused.failure, id);
      }
      return exchange(ctx, request, body, tools);
    },
  });

type Message = { readonly id: JsonRpcId; readonly method: unknown; readonly tool: unknown };

/** What is needed of the messages before the SDK reads them, one or a batch (2025-03-26). */
function messagesOf(body: unknown): readonly Message[] {
  return (Array.isArray(body) ? body : [body]).flatMap((message: unknown): Message[] => {
    if (typeof message !== 'object' || message === null) return [];
    const { id, method, params } = message as { id?: unknown; method?: unknown; params?: unknown };
    const name = typeof params === 'object' && params !== null ? (params as { name?: unknown }).name : undefined;
    return [{ id: typeof id === 'string' || typeof id === 'number' ? id : null, method, tool: method === 'tools/call' ? name : undefined }];
  });
}
