import { AsyncLocalStorage } from 'node:async_hooks';
import pino, { type DestinationStream, type Logger } from 'pino';
import { processWide } from '@/lib/kernel/process-wide';

/** What every line written during a request carries. */
export type LogContext = { readonly requestId: string; /** Where this installation is traced. */ readonly traceId?: string };

export const logContext = processWide('log-context', () => new AsyncLocalStorage<LogContext>());

const REDACTED = '[redacted]';

/** Keys whose values never reach a log, compared without case, `_` and `-`: `client_secret`, `clientSecret` and `X-Api-Key` are one. */
const SECRET_KEYS = new Set([
  'authorization', 'proxyauthorization', 'cookie', 'setcookie', 'token', 'accesstoken', 'refreshtoken', 'idtoken', 'paymenttoken', 'csrftoken',
  'cardtoken', 'ticket', 'secret', 'clientsecret', 'webhooksecret', 'sealedsecret', 'password', 'passwordhash', 'apikey', 'xapikey', 'privatekey',
  'clientassertion', 'assertion', 'attestation', 'number', 'cardnumber', 'pan', 'cvc', 'cvv', 'expmonth', 'expyear', 'cryptogram', 'connectionstring',
]);

/** Secrets that stand inside a text: bearer and basic credentials, our own tokens and keys, JWTs, passwords in URLs. */
const SECRET_TEXT = /\b(?:Bearer|Basic)\s+[\w.~+/=-]+|\b[a-z]{2,8}_[A-Za-z0-9]{43}\b|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g;

const MAX_DEPTH = 6;

/** A copy fit for a log: secret keys blanked at any depth, secrets inside texts too, errors reduced to what helps. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(SECRET_TEXT, REDACTED);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (depth === MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecretKey(key) ? REDACTED : redact(inner, depth + 1)]),
  );
}

const isSecretKey = (key: string): boolean => SECRET_KEYS.has(key.replace(/[_-]/g, '').toLowerCase());

/** A database error's `detail` repeats the row, so only its code is taken along. */
function redactError(error: Error, depth: number): object {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redact(error.message),
    stack: redact(error.stack),
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

/** One JSON object a line, with the id of the request it was written in. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ ...logContext.getStore() }),
    serializers: { err: (error: unknown) => error },
    formatters: {
      level: (label) => ({ level: label }),
      log: (detail) => redact(detail) as Record<string, unknown>,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The log of this process, at LOG_LEVEL (info by default). */
export const processLog = (): Logger => processWide('log', () => createLog(process.env.LOG_LEVEL ?? 'info'));
