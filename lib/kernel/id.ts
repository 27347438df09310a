import { randomBytes, randomUUID } from 'node:crypto';

/**
 * Row ids: a prefix that names the kind, then 26 characters that sort by time. Checkouts, orders, approvals, merchants have
 * UUID v4 ids instead (122 random bits): who knows the id of one of those may be shown it.
 */
const PREFIX = {
  agent: 'agent', client: 'agent', apiKey: 'key', attempt: 'att', bankAccount: 'ba', bankCard: 'card', bankHold: 'hold', ceremony: 'cer',
  challenge: 'chl', confirmation: 'cnf', authentication: 'auth_session', authorization: 'auth', event: 'evt', ledgerAccount: 'la', mail: 'mail', mandate: 'mandate', passkey: 'pk', payment: 'pay', paymentMethod: 'pm',
  refund: 'ref',
  session: 'ses', signUp: 'su', token: 'tok', transaction: 'txn', transfer: 'trf', user: 'usr', wallet: 'wal', request: 'req',
  webhook: 'wh', pushSubscription: 'push', orderReturn: 'ret', fulfillment: 'ful', adjustment: 'adj', delivery: 'dlv', grant: 'grant', oauthClient: 'client', invitation: 'inv',
} as const;
export type IdKind = keyof typeof PREFIX;

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/** The lowest bits of a number, five to a letter. */
function crockford(bits: number, length: number): string {
  let text = '';
  for (let rest = bits; text.length < length; rest = Math.floor(rest / 32)) text = `${CROCKFORD[rest % 32]}${text}`;
  return text;
}

/** 48 bits of time, then 80 random bits, in Crockford's alphabet. They are digits of a UUID that are all random: Node draws those for many at once. */
function sortable(nowMs: number): string {
  const uuid = randomUUID();
  const random = uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(28);
  return crockford(nowMs, 10) + crockford(parseInt(random.slice(0, 10), 16), 8) + crockford(parseInt(random.slice(10), 16), 8);
}

export const newId = (kind: IdKind, nowMs: number = Date.now()): string => `${PREFIX[kind]}_${sortable(nowMs)}`;
export const newUuid = (): string => randomUUID();

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** At least 256 random bits as letters and digits alone: 43 characters of a 62-letter alphabet hold 256.03. */
export function randomToken(prefix: string): string {
  let text = '';
  while (text.length < 43) {
    for (const byte of randomBytes(64)) if (byte < 248 && text.length < 43) text += ALPHANUMERIC[byte % 62];
  }
  return prefix + text;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);
