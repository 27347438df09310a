import { readText } from './body';
import { fail } from './failure';

const FORM_LIMIT_BYTES = 16 * 1024;

/** The body as a browser's form sends it; 415 for anything else, 413 for one that no form of ours fills. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw fail(415, 'unsupported_media_type', 'A form is expected here.');
  return new URLSearchParams(await readText(request, FORM_LIMIT_BYTES));
}
