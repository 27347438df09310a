import type { z } from 'zod';

const TIMEOUT_MS = 30_000;

export type Reply<T> = { readonly status: number; readonly body: T };

/** One JSON call, checked against what the demo needs of its answer. Throws, with the answer, on any status that is not expected. */
export async function callJson<T>(
  url: string,
  schema: z.ZodType<T>,
  options: { method?: string; headers?: Record<string, string>; json?: unknown; form?: Record<string, string>; expect?: readonly number[] } = {},
): Promise<Reply<T>> {
  const headers: Record<string, string> = { ...options.headers };
  let body: string | undefined;
  if (options.json !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(options.json);
  } else if (options.form) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    body = new URLSearchParams(options.form).toString();
  }
  const response = await fetch(url, { method: options.method ?? (body === undefined ? 'GET' : 'POST'), headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await response.text();
  if (!(options.expect ?? [200]).includes(response.status)) throw new Error(`${options.method ?? ''} ${url} answered ${response.status}: ${text}`);
  return { status: response.status, body: schema.parse(JSON.parse(text)) };
}
