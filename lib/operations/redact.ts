const REDACTED = '[redacted]';

/** Fields that carry a secret by their name; `text` is a mail's, with its links, `stopUrl` a link of a notification. */
const SECRET_KEY = /secret|token|password|assertion|signature|authorization|api_?key|^text$|^stopUrl$/i;
/** Our own secrets wherever they stand: tokens that pay, keys, secrets, tickets, JWTs. */
const SECRET_TEXT = /\b(?:vt|whsec|csa|csk_[a-z]|op|ops|sit|ev)_[A-Za-z0-9]{16,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const MAX_DEPTH = 16;

/** A payload as an operator may read it: what pays, signs in or signs is left out. Ids of tokens (`tok_...`) are no secrets. */
export function redact(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return REDACTED;
  if (typeof value === 'string') return value.replace(SECRET_TEXT, REDACTED);
  if (Array.isArray(value)) return value.map((inner) => redact(inner, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, SECRET_KEY.test(key) ? REDACTED : redact(inner, depth + 1)]));
}
