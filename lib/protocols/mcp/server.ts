import { z } from 'zod';
import type { Answer } from '@/lib/http/idempotency';
import { toFailure } from '@/lib/http/to-failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import type { Tool } from '@/lib/http/tool';
import { toolsFor } from './admit';
import { INVALID_PARAMS, SERVER_ERROR } from './errors';

/** Loaded at the first call: most processes serve none, and start sooner without. */
const loadSdk = () => import('@modelcontextprotocol/server');
type Sdk = Awaited<ReturnType<typeof loadSdk>>;

const INSTRUCTIONS = [
  'This server sells the goods of one merchant, and pays for them from the wallet of your owner.',
  'To buy: search_products, create_checkout_session, update_checkout_session until status is ready_for_payment, request_payment with exactly its total, then complete_checkout_session with the payment_token.',
  'When request_payment answers step_up_required, show approval_url to your owner and call get_approval every few seconds until the status changes. Never ask your owner for card data.',
].join('\n');

/** Lists change with a deployment alone. */
const LIST_TTL_MS = 3_600_000;

/**
 * One exchange of MCP's Streamable HTTP, revision 2026-07-28 or 2025-era, without a session (ADR 0029): a server is made for the request
 * and forgotten with it. `body` is the JSON of the request.
 */
export async function exchange(ctx: RequestCtx, request: Request, body: unknown, tools: readonly Tool[]): Promise<Response> {
  const sdk = await loadSdk();
  const handler = sdk.createMcpHandler(() => createServer(sdk, ctx, toolsFor(ctx, tools)), {
    onerror: (error) => ctx.log.info({ err: error }, 'mcp request refused'),
  });
  // The SDK reads headers and method; the body is parsed already.
  const bare = new Request(request.url, { method: request.method, headers: [...request.headers] });
  return handler.fetch(bare, { parsedBody: body });
}

/** The low-level server: the high-level one tells every refusal as a result, and ACP's binding asks for JSON-RPC errors. */
function createServer(sdk: Sdk, ctx: RequestCtx, tools: readonly Tool[]): InstanceType<Sdk['Server']> {
  const server = new sdk.Server(
    { name: 'countersign', title: 'Countersign', version: '1.0.0' },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS, cacheHints: { 'tools/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' } } },
  );
  server.setRequestHandler('tools/list', () => ({ tools: tools.map(describe) }));
  server.setRequestHandler('tools/call', async ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw new sdk.ProtocolError(INVALID_PARAMS, `There is no tool ${params.name}.`);
    const answer = await run(ctx, tool, params.arguments ?? {});
    const content = answer.body as { message?: string };
    if (answer.status >= 400 && tool.refusalAs === 'json_rpc_error') throw new sdk.ProtocolError(SERVER_ERROR, content.message ?? 'Refused.', content);
    return { content: [{ type: 'text' as const, text: JSON.stringify(content) }], structuredContent: content, ...(answer.status >= 400 ? { isError: true } : {}) };
  });
  return server;
}

/** Nothing that a tool throws is told in its own words. Fields that are undefined are left out, as JSON leaves them out. */
async function run(ctx: RequestCtx, tool: Tool, args: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    return withoutUndefined(await tool.run(ctx, args));
  } catch (error) {
    return withoutUndefined(tool.toRefusal(toFailure(ctx, error)));
  }
}

const withoutUndefined = ({ status, body }: Answer): Answer => ({ status, body: JSON.parse(JSON.stringify(body)) as unknown });

const describe = ({ name, title, description, input, annotations }: Tool) => ({ name, title, description, inputSchema: inputSchema(name, input), annotations: { title, ...annotations } });

type ObjectSchema = { readonly type: 'object'; readonly [keyword: string]: unknown };
const schemas = new Map<string, ObjectSchema>();

function inputSchema(name: string, input: z.ZodType): ObjectSchema {
  const schema = schemas.get(name) ?? { ...z.toJSONSchema(input, { io: 'input' }), type: 'object' as const };
  schemas.set(name, schema);
  return schema;
}
