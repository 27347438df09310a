/** What one of our own endpoints answered. `data` is the parsed body, also of a refusal: a 428 carries what to sign. */
export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly param: string | null;
      readonly data: unknown;
    };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textAt = (value: unknown, key: string): string | null => (isRecord(value) && typeof value[key] === 'string' ? value[key] : null);

const SAID_NOTHING: Record<number, string> = {
  401: 'Your sign-in has ended. Reload the page to sign in again.',
  403: 'This is not allowed for your account.',
  404: 'This is no longer there.',
  429: 'That was tried too often. Wait a few minutes, then try again.',
};

function refusal(status: number, data: unknown): Answer<never> {
  // Under /merchant, /partner and /v1 the words stand in `error`, the code beside them.
  const errorCode = textAt(data, 'errorCode');
  if (errorCode !== null && isRecord(data)) return { ok: false, status, code: errorCode, message: textAt(data, 'error') ?? errorCode, param: textAt(data.details, 'param'), data };
  // Under /api/v1/ops the words stand in `error` too, the code in `code`.
  const [words, named] = [textAt(data, 'error'), textAt(data, 'code')];
  if (words !== null && named !== null && textAt(data, 'message') === null) return { ok: false, status, code: named, message: words, param: null, data };
  const message = textAt(data, 'message') ?? textAt(data, 'error_description') ?? SAID_NOTHING[status] ?? 'That did not work. Try again in a moment.';
  return { ok: false, status, code: textAt(data, 'error') ?? textAt(data, 'code') ?? 'unknown', message, param: textAt(data, 'param'), data };
}

/**
 * Calls an endpoint of this server with the reader's cookie, with JSON or the bytes of a file. `T` is what its contract says a success carries; the page and the
 * endpoint are of one build, so it is not checked again here.
 */
export async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object | Blob): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': body instanceof Blob ? body.type : 'application/json' }) },
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
    });
    const data: unknown = await response.json().catch(() => null);
    return response.ok ? { ok: true, data: data as T } : refusal(response.status, data);
  } catch {
    return {
      ok: false,
      status: 0,
      code: 'unreachable',
      message: 'The server could not be reached. Check your connection and try again.',
      param: null,
      data: null,
    };
  }
}

/** What a refusal says, in another language where it has words for the code; a server that is out of reach has the code `unreachable`. */
export const tellIn = (errors: Readonly<Record<string, string>>, { code, message }: { readonly code: string; readonly message: string }): string => errors[code] ?? message;

/** A call whose answer is only whether it went well: null, else what to tell. */
export const act = (...request: Parameters<typeof call>): Promise<string | null> => actIn({})(...request);

/** The same, told as tellIn does. */
export const actIn = (errors: Readonly<Record<string, string>>) => async (...request: Parameters<typeof call>): Promise<string | null> => {
  const answer = await call(...request);
  return answer.ok ? null : tellIn(errors, answer);
};
