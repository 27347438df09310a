import type { Failure, FailureCode, FailureRenderer } from '@/lib/http/failure';

/** JSON-RPC 2.0, section 5.1, and the code that ACP's MCP binding gives its errors. */
export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;
export const SERVER_ERROR = -32000;

const CODES: Partial<Record<FailureCode, number>> = { invalid_json: PARSE_ERROR, internal: INTERNAL_ERROR };

export type JsonRpcId = string | number | null;

/** A JSON-RPC error as a whole HTTP answer. */
export const errorResponse = (status: number, id: JsonRpcId, error: { code: number; message: string; data?: object }, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json({ jsonrpc: '2.0', id, error }, { status, headers });

/** What ends a call before JSON-RPC begins: the HTTP status says it, the body repeats it for who reads bodies alone. */
export const renderFailure: FailureRenderer = (failure) => failureResponse(failure, null);

export function failureResponse({ status, code, message, param, headers, details }: Failure, id: JsonRpcId): Response {
  const type = status >= 500 ? 'processing_error' : 'invalid_request';
  return errorResponse(status, id, { code: CODES[code] ?? SERVER_ERROR, message, data: { type, code, message, ...(param === undefined ? {} : { param }), ...details } }, headers);
}
