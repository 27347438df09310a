import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expectOfficialTool } from './official-answers';

export type McpAnswer = { readonly isError: boolean; readonly content: Record<string, unknown>; readonly text: string };

/** What a JSON-RPC error of a tool call said. */
export type McpError = { readonly code: number; readonly data: Record<string, unknown> };

export type McpCaller = {
  readonly client: Client;
  /** Calls a tool; a JSON-RPC error is thrown. */
  readonly call: (name: string, args: Record<string, unknown>) => Promise<McpAnswer>;
  /** Calls a tool that must fail with a JSON-RPC error. */
  readonly fail: (name: string, args: Record<string, unknown>) => Promise<McpError>;
};

/** The JSON-RPC error whose data is an Error of ACP. */
const ACP_ERROR = -32_000;

const versionOf = ({ meta }: Record<string, unknown>): unknown => (typeof meta === 'object' && meta !== null && 'api_version' in meta ? meta.api_version : null);

/** The official client; what a tool of ACP answers is held against the official schema of its version. `mode`: `legacy` is the handshake of 2025-11-25, `auto` finds 2026-07-28. */
export async function connectMcp(
  url: string,
  { token, mode = 'auto', fetch: send = fetch }: { token: string; mode?: 'legacy' | 'auto'; fetch?: (url: string | URL, init?: RequestInit) => Promise<Response> },
): Promise<McpCaller> {
  const client = new Client({ name: 'countersign-test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } }, fetch: send }));
  const call: McpCaller['call'] = async (name, args) => {
    const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
    const [first] = content;
    const answer = { isError: isError === true, content: structuredContent as Record<string, unknown>, text: first?.type === 'text' ? first.text : '' };
    await expectOfficialTool(name, versionOf(args), answer.content, { failed: answer.isError });
    return answer;
  };
  const fail: McpCaller['fail'] = async (name, args) => {
    try {
      await call(name, args);
    } catch (error) {
      const { code, data } = error as { code: number; data: Record<string, unknown> };
      if (code === ACP_ERROR) await expectOfficialTool(name, versionOf(args), data, { failed: true });
      return { code, data };
    }
    throw new Error(`${name} did not fail`);
  };
  return { client, call, fail };
}
