import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's scrypt setting of 2^15 blocks: 32 MiB and some 80 ms on a small machine. Kept in each hash, so that it may rise later. */
const COST = { n: 2 ** 15, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const MIN_CHARACTERS = 10;
const MAX_CHARACTERS = 200;

/** No password has this hash. Verified in place of an account that does not exist, so that the answer takes as long. */
export const NO_PASSWORD = format(COST, Buffer.alloc(16), Buffer.alloc(KEY_BYTES));

type Cost = { readonly n: number; readonly r: number; readonly p: number };

/** Null, or what is wrong with a password that somebody chose. */
export function passwordFault(password: string): string | null {
  const length = [...password].length;
  if (length < MIN_CHARACTERS) return `must have at least ${MIN_CHARACTERS} characters`;
  return length > MAX_CHARACTERS ? `must have at most ${MAX_CHARACTERS} characters` : null;
}

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return format(COST, salt, await derive(password, salt, COST));
}

/** Compares in constant time; `stored` null takes as long as a real one and is always false. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt = '', hash = ''] = (stored ?? NO_PASSWORD).split('$');
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url')) && stored !== null;
}

/** NFKC, so that the same password typed on two keyboards is the same bytes (NIST SP 800-63B, 5.1.1.2). */
function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function format(cost: Cost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}
