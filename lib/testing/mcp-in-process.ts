import { postMcp } from '@/lib/entrance/mcp';
import { runEndpointOn } from '@/lib/entrance/run';
import type { Ctx } from '@/lib/ports';
import { connectMcp, type McpCaller } from './mcp-client';

/** The official client, its requests going straight to the endpoint as the entrance runs it. */
export function connectInProcess(ctx: Ctx, handle: string, token: string, mode: 'legacy' | 'auto' = 'auto'): Promise<McpCaller> {
  const send = (url: string | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    if (request.method !== 'POST') return Promise.resolve(new Response(null, { status: 405 }));
    request.headers.set('host', 'localhost:3000');
    return runEndpointOn(ctx, postMcp, request, {}, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: handle });
  };
  return connectMcp('http://localhost:3000/mcp', { token, mode, fetch: send });
}
