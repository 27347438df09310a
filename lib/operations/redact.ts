const REDACTED = '[redacted]';

/** Fields that carry a secret by their name; `text` is a mail's, with its links, `stopUrl` a link of a notification. */
const SECRET_KEY = /secret|token|password|assertion|signature|authorization|api_?key|^text$|^stopUrl$/i;
/** Our own secrets wherever they stand: tokens that pay, keys, secrets, tickets, JWTs. */
const SECRET_TEXT = /\b(?:vt|whsec|csa|csk_[a-z]|op|ops|sit|ev)_[A-Za-z0-9]{16,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const MAX_DEPTH = 16;

type Rules = { readonly isSecret: (key: string, value: unknown) => boolean; readonly clean: (text: string) => string; readonly isSecretNumber: (value: number) => boolean };

/** A payload as an operator may read it: what pays, signs in or signs is left out. Ids of tokens (`tok_...`) are no secrets. */
export const redact = (value: unknown): unknown => walk(value, { isSecret: (key) => SECRET_KEY.test(key), clean: (text) => text.replace(SECRET_TEXT, REDACTED), isSecretNumber: () => false }, 0);

function walk(value: unknown, rules: Rules, depth: number): unknown {
  if (depth > MAX_DEPTH) return REDACTED;
  if (typeof value === 'string') return rules.clean(value);
  if (typeof value === 'number' && rules.isSecretNumber(value)) return REDACTED;
  if (Array.isArray(value)) return value.map((inner) => walk(inner, rules, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [rules.clean(key), rules.isSecret(key, inner) ? REDACTED : walk(inner, rules, depth + 1)]));
}

/** What strangers send beyond that, by the names that the wires have for it: cards, passkeys, codes that are redeemed, cookies. */
const FOREIGN_KEY =
  /^(?:card_?)?number$|^pan$|^iban$|account_?number|cvc|cvv|cvn|security_?code|exp(?:iry)?_?(?:month|year|date)|cryptogram|cookie|csrf|attestation|client_?data|authenticator_?data|raw_?id|user_?handle|challenge|(?:user|device|pairing|one_?time)_?code|code_verifier|verification_uri_complete|^otp$|^pin$|proof|nonce|credentials?$|^keys$|^jwks?$|private/i;
/** Who buys, and where they live: operators see ids, states and amounts (ADR 0051). */
const PERSONAL_KEY = /e_?mail|phone|address|^(?:first|last|full|display|family|given)_?name$|^(?:buyer|customer|contact|recipient|shipping_to|bill_to)$|^line_?(?:one|two|1|2)$|postal_?code|^zip$|birth/i;
/** An error's code is a word; one that is redeemed has figures or dashes. */
const WORD = /^[A-Za-z]+(?:[_.][A-Za-z]+)*$/;
const CREDENTIAL_TEXT = /\b(?:bearer|basic|dpop)\s+[\w.~+/=-]{6,}/gi;
const QUERY_SECRET = /([?&#](?:t|token|code|key|secret|sig|signature|state|ticket)=)[^&#\s"]+/gi;
const USER_INFO = /(:\/\/)[^\s/@]+@/g;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** Longer than any id of ours: keys, hashes, signatures, whatever their name. But a path is made of words and ids. */
const LONG_TEXT = /[\w+/=-]{40,}/g;
const PATH_SEGMENT = /^(?:[a-z_-]{0,32}|v?\d{1,5}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[a-z]{1,8}_[\da-z]{26})$/;
const DIGITS = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/** The same for what came over a wire, from anyone: also cards, passkeys, codes, whatever is long enough to be a key, and who buys. */
export const redactMessage = (value: unknown): unknown =>
  walk(value, { isSecret: isSecretField, clean: cleanMessage, isSecretNumber: (number) => isCardNumber(String(number)) }, 0);

const isSecretField = (key: string, value: unknown): boolean => SECRET_KEY.test(key) || FOREIGN_KEY.test(key) || PERSONAL_KEY.test(key) || isRedeemed(key, value);

const isRedeemed = (key: string, value: unknown): boolean => /^code$/i.test(key) && (typeof value === 'string' ? !WORD.test(value) : typeof value === 'object');

const cleanMessage = (text: string): string =>
  [SECRET_TEXT, CREDENTIAL_TEXT, EMAIL]
    .reduce((left, secret) => left.replace(secret, REDACTED), text.replace(QUERY_SECRET, `$1${REDACTED}`).replace(USER_INFO, `$1${REDACTED}@`))
    .replace(LONG_TEXT, (run) => (run.includes('/') && run.split('/').every((segment) => PATH_SEGMENT.test(segment)) ? run : REDACTED))
    .replace(DIGITS, (digits) => (isCardNumber(digits.replace(/[ -]/g, '')) ? REDACTED : digits));

/** 13 to 19 digits whose check digit fits (ISO/IEC 7812). */
function isCardNumber(digits: string): boolean {
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => total + (index % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0), 0);
  return sum % 10 === 0;
}
