import type { z } from 'zod';
import type { CredentialKind } from './endpoint';
import type { Failure } from './failure';
import type { Answer } from './idempotency';
import type { RequestCtx } from './request-ctx';

/**
 * What an agent may call by name instead of by path (MCP, tools). Each wire declares its own beside its endpoints, over the same use
 * cases; the route table joins them.
 */
export type Tool = {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model: what it does, when to call it, what to call next. */
  readonly description: string;
  /** The arguments, as tools/list shows them. `run` checks what it is given itself. */
  readonly input: z.ZodType;
  /** MCP ToolAnnotations. */
  readonly annotations: { readonly readOnlyHint: boolean; readonly destructiveHint: boolean; readonly idempotentHint: boolean; readonly openWorldHint: boolean };
  readonly credentials: readonly [CredentialKind, ...CredentialKind[]];
  /** The permission an agent's token needs here, or null. */
  readonly scope: string | null;
  /** Which side of ours an agent's token must be for (RFC 8707). */
  readonly audience: 'store' | 'wallet';
  /** How a refusal is told: as a JSON-RPC error with the wire's own error as its data, or as a result that the model reads. */
  readonly refusalAs: 'json_rpc_error' | 'result';
  /** Answers in the words of its wire; a status from 400 on is a refusal. What it throws is told by `toRefusal`. */
  readonly run: (ctx: RequestCtx, args: Readonly<Record<string, unknown>>) => Promise<Answer>;
  readonly toRefusal: (failure: Failure) => Answer;
};
