import { audiences } from '@/lib/agent';
import { fail, type HttpFailure } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import type { Tool } from '@/lib/http/tool';

/** The tools that a caller of this kind may ever call. What it may call now its scopes decide. */
export const toolsFor = ({ principal }: RequestCtx, tools: readonly Tool[]): readonly Tool[] =>
  tools.filter(({ credentials }) => credentials.some((kind) => kind === (principal.kind === 'agent' ? 'agent_token' : principal.kind)));

/** Why the caller may not call this tool: 403 (MCP, Authorization, "Error Handling"). Null: it may. */
export function refuseCall(ctx: RequestCtx, tool: Tool): HttpFailure | null {
  const { principal } = ctx;
  if (toolsFor(ctx, [tool]).length === 0) return fail(403, 'forbidden', `${tool.name} is for agents of a wallet.`);
  if (principal.kind !== 'agent') return null;
  if (tool.scope !== null && !principal.scopes.includes(tool.scope)) return insufficientScope(tool.scope);
  if (tool.audience === 'wallet' && !principal.audience?.includes(audiences(ctx.settings).wallet)) {
    return fail(403, 'forbidden', `${tool.name} needs a token that is for the wallet too: ask for one without resource.`);
  }
  return null;
}

const insufficientScope = (scope: string): HttpFailure =>
  fail(403, 'insufficient_scope', `This needs the permission ${scope}.`, {
    details: { scope },
    headers: { 'www-authenticate': `Bearer realm="countersign", error="insufficient_scope", scope="${scope}"` },
  });
