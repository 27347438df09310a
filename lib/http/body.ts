import { fail, isHttpFailure } from './failure';

export const DEFAULT_BODY_LIMIT_BYTES = 1024 * 1024;

/** The body as text, at most `limitBytes` of it whatever Content-Length says; 413 beyond, 400 for one that the client broke off. */
export const readText = (request: Request, limitBytes = DEFAULT_BODY_LIMIT_BYTES): Promise<string> =>
  unbroken(async () => (isDeclared(request, limitBytes) ? request.text() : (await readAtMost(request, limitBytes)).toString('utf8')));

/** The same as it was sent. */
export const readBytes = (request: Request, limitBytes: number): Promise<Buffer<ArrayBuffer>> =>
  unbroken(async () => (isDeclared(request, limitBytes) ? Buffer.from(await request.arrayBuffer()) : readAtMost(request, limitBytes)));

async function unbroken<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isHttpFailure(error)) throw error;
    throw fail(400, 'invalid_request', 'The body ended before it was complete.');
  }
}

/** Whether the request says how long it is, which is not too long: node delivers no more than it declares. */
function isDeclared(request: Request, limitBytes: number): boolean {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limitBytes) throw tooLarge(limitBytes);
  return declared !== null;
}

async function readAtMost(request: Request, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (limitBytes: number) => fail(413, 'payload_too_large', `The body is larger than ${limitBytes} bytes.`);

const MAX_DEPTH = 64;

/**
 * Parses JSON text; 400 for anything else. An empty body is undefined. Refused too is what JSON can spell but no one can keep or compare
 * (RFC 7493): half a surrogate pair, a number beyond a double, nesting deeper than any request of ours.
 */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail(400, 'invalid_json', 'The body is not valid JSON.');
  }
  if (!isInteroperable(value)) throw fail(400, 'invalid_json', 'The body holds a number, a text or a depth that JSON cannot carry everywhere (RFC 7493).');
  return value;
}

/** Walks without recursion: a megabyte of brackets nests deeper than the stack. */
function isInteroperable(root: unknown): boolean {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    if (depth > MAX_DEPTH) return false;
    if (typeof value === 'string' && !value.isWellFormed()) return false;
    if (typeof value === 'number' && !Number.isFinite(value)) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!key.isWellFormed()) return false;
      pending.push({ value: inner, depth: depth + 1 });
    }
  }
  return true;
}

/** Body of a JSON endpoint: read within the limit, then parsed. */
export const readJson = async (request: Request, limitBytes?: number): Promise<unknown> => parseJson(await readText(request, limitBytes));

/** The same where a request may come without a body: that is the empty object. `null` is a body, and no object. */
export async function readJsonOrEmpty(request: Request, limitBytes?: number): Promise<unknown> {
  const given = await readJson(request, limitBytes);
  return given === undefined ? {} : given;
}
