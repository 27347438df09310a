import { audiences, findAgent, issueAccessToken, type AgentPermission } from '@/lib/agent';
import { runEndpointOn } from '@/lib/entrance/run';
import type { Endpoint, Params } from '@/lib/http/endpoint';
import type { Ctx } from '@/lib/ports';
import { expectOfficial } from './official-answers';
import { readAnswer } from './read-answer';

export type EndpointCall = {
  readonly params?: Params;
  /** Sent as Authorization: Bearer. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Sent as it is when it is text or bytes, else as JSON. */
  readonly body?: unknown;
};

/** `body` of JSON, else empty; `text` as it was sent. */
export type EndpointReply = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown>; readonly text: string };

/** Calls an endpoint as an entrance does: credential, scope, tenant and error shape are the real ones. An answer of ACP that its official schema refuses fails the test. */
export async function callEndpoint(ctx: Ctx, endpoint: Endpoint, { params = {}, token, headers, query = '', body }: EndpointCall): Promise<EndpointReply> {
  const text = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit | undefined) : JSON.stringify(body);
  const request = new Request(`http://localhost:3000${endpoint.path}${query}`, {
    method: endpoint.method,
    headers: { host: 'localhost:3000', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    body: text,
  });
  const response = await runEndpointOn(ctx, endpoint, request, params, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });
  const answered = await readAnswer(response);
  const version = request.headers.get('api-version');
  await expectOfficial({ method: endpoint.method, path: endpoint.path, version, status: response.status, text: answered });
  const isJson = answered !== '' && /[/+]json(;|$)|^text\/event-stream/.test(response.headers.get('content-type') ?? 'application/json');
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(answered) as Record<string, unknown>) : {}, text: answered };
}

/** An access token of an agent: all its permissions, for stores and wallet, unless less is asked. It lives ten minutes. */
export async function accessTokenOf(ctx: Ctx, agentId: string, less: { scopes?: readonly AgentPermission[]; audience?: readonly string[] } = {}): Promise<string> {
  const agent = await findAgent(ctx, agentId);
  if (!agent) throw new Error(`no agent ${agentId}`);
  const ours = audiences(ctx.settings);
  const { token } = await issueAccessToken(ctx, { agent, scopes: less.scopes ?? agent.permissions, audience: less.audience ?? [ours.store, ours.wallet] });
  return token;
}
