import ipaddr from 'ipaddr.js';
import { sha256Base64url } from '@/lib/kernel/hash';
import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { clearThrottle, spendThrottlePoint } from './store';
import type { RateLimited } from './types';

/** So many attempts in so long a window. */
export type Budget = { readonly points: number; readonly seconds: number };

const SIGN_IN_PER_ADDRESS: Budget = { points: 30, seconds: 60 };
const SIGN_IN_PER_ACCOUNT: Budget = { points: 10, seconds: 15 * 60 };
const SIGN_UP_PER_ADDRESS: Budget = { points: 20, seconds: 10 * 60 };
const SIGN_UP_PER_ACCOUNT: Budget = { points: 5, seconds: 60 * 60 };
const RECOVERY_PER_ADDRESS: Budget = { points: 30, seconds: 10 * 60 };
const RECOVERY_PER_ACCOUNT: Budget = { points: 5, seconds: 60 * 60 };
const TEST_BUDGET: Budget = { points: 500, seconds: 60 };

/** One attempt from an address, counted before it is made. All processes share the count. */
export const throttleSignIn = (ctx: Ctx, clientAddress: string): Promise<Result<null, RateLimited>> =>
  spend(ctx, `sign-in:address:${addressKey(clientAddress)}`, budgetFor(ctx, clientAddress, SIGN_IN_PER_ADDRESS));

export const throttleSignUp = (ctx: Ctx, clientAddress: string): Promise<Result<null, RateLimited>> =>
  spend(ctx, `sign-up:address:${addressKey(clientAddress)}`, budgetFor(ctx, clientAddress, SIGN_UP_PER_ADDRESS));

/** One sign-up under an email, whoever tries: each that is finished mails it. */
export const throttleSignUpOf = (ctx: Ctx, email: string, clientAddress: string): Promise<Result<null, RateLimited>> =>
  spend(ctx, `sign-up:account:${sha256Base64url(email)}`, budgetFor(ctx, clientAddress, SIGN_UP_PER_ACCOUNT));

/** One guess at an account's password. Counted for addresses without an account too, so that the answer tells nothing. */
export const throttleAccount = (ctx: Ctx, email: string, clientAddress: string): Promise<Result<null, RateLimited>> =>
  spend(ctx, accountKey(email), budgetFor(ctx, clientAddress, SIGN_IN_PER_ACCOUNT));

/** One step of a recovery from an address. */
export const throttleRecovery = (ctx: Ctx, clientAddress: string): Promise<Result<null, RateLimited>> =>
  spend(ctx, `recovery:address:${addressKey(clientAddress)}`, budgetFor(ctx, clientAddress, RECOVERY_PER_ADDRESS));

/** One mail asked for. Counted for addresses without an account too, so that the answer tells nothing. */
export const throttleRecoveryMail = (ctx: Ctx, email: string, clientAddress: string): Promise<Result<null, RateLimited>> =>
  spend(ctx, `recovery:account:${sha256Base64url(email)}`, budgetFor(ctx, clientAddress, RECOVERY_PER_ACCOUNT));

/** The right password was given: earlier guesses are forgotten. */
export const forgiveAccount = (ctx: Ctx, email: string): Promise<void> => clearThrottle(ctx.db, accountKey(email));

/** One attempt at something of the domains above, by whom it is counted: an account, a wallet. All processes share the count. */
export const throttle = (ctx: Ctx, attempt: { what: string; by: string; budget: Budget }): Promise<Result<null, RateLimited>> =>
  spend(ctx, `${attempt.what}:${sha256Base64url(attempt.by)}`, attempt.budget);

/** The same, counted by the address that it comes from. */
export const throttleAddress = (ctx: Ctx, attempt: { what: string; clientAddress: string; budget: Budget }): Promise<Result<null, RateLimited>> =>
  spend(ctx, `${attempt.what}:address:${addressKey(attempt.clientAddress)}`, budgetFor(ctx, attempt.clientAddress, attempt.budget));

async function spend(ctx: Ctx, key: string, budget: Budget): Promise<Result<null, RateLimited>> {
  const now = ctx.clock.now();
  const { points, expires_at } = await spendThrottlePoint(ctx.db, { key, now, expiresAt: addSeconds(now, budget.seconds) });
  if (points <= budget.points) return ok(null);
  return err({ code: 'rate_limited', retryAfterSeconds: Math.max(1, Math.ceil((expires_at.getTime() - now.getTime()) / 1000)) });
}

// The key of an account is hashed: a table of throttles need not be a list of addresses.
const accountKey = (email: string): string => `sign-in:account:${sha256Base64url(email)}`;

/** Under the test flag, loopback has 500 a minute (rules.md). */
const budgetFor = (ctx: Ctx, clientAddress: string, budget: Budget): Budget =>
  ctx.settings.testMode && isLoopback(clientAddress) ? TEST_BUDGET : budget;

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

export const isLoopback = (address: string): boolean => parse(address)?.range() === 'loopback';

/** The network that an address is in, coarse enough to name a place and no person: /24 of IPv4, /48 of IPv6. Null for what is no address. */
export function addressNetwork(address: string): string | null {
  const parsed = parse(address);
  if (!parsed) return null;
  const [Kind, bits] = parsed.kind() === 'ipv4' ? ([ipaddr.IPv4, 24] as const) : ([ipaddr.IPv6, 48] as const);
  return `${Kind.networkAddressFromCIDR(`${parsed.toString()}/${bits}`).toString()}/${bits}`;
}

/** An IPv6 client is counted by its /64, which is one household or one machine. Whatever is no address shares one key. */
export function addressKey(address: string): string {
  const parsed = parse(address);
  if (!parsed) return 'unknown';
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toByteArray().slice(0, 8).map((byte) => byte.toString(16).padStart(2, '0')).join('')}/64`;
}
