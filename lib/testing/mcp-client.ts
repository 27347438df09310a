import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

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

/** The official client. `mode`: `legacy` is the handshake of 2025-11-25, `auto` finds 2026-07-28. */
export async function connectMcp(
  url: string,
  { token, mode = 'auto', fetch: send = fetch }: { token: string; mode?: 'legacy' | 'auto'; fetch?: (url: string | URL, init?: RequestInit) => Promise<Response> },
): Promise<McpCaller> {
  const client = new Client({ name: 'countersign-test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } }, fetch: send }));
  const call: McpCaller['call'] = async (name, args) => {
    const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
    const [first] = content;
    return { isError: isError === true, content: structuredContent as Record<string, unknown>, text: first?.type === 'text' ? first.text : '' };
  };
  const fail: McpCaller['fail'] = async (name, args) => {
    try {
      await call(name, args);
    } catch (error) {
      const { code, data } = error as { code: number; data: Record<string, unknown> };
      return { code, data };
    }
    throw new Error(`${name} did not fail`);
  };
  return { client, call, fail };
}
