import { encode } from 'next-auth/jwt';
import { createMatcher } from '@/lib/entrance/match';
import { endpoints } from '@/lib/entrance/routes';
import type { Method } from '@/lib/http/endpoint';
import { allowAnotherPasskey, beginAnotherPasskey, beginSignUp, findSession, finishPasskey, finishSignUp, signInWithPassword, signInWithTicket } from '@/lib/identity';
import { invariant } from '@/lib/kernel/invariant';
import { ensureSigningKeys } from '@/lib/mandate';
import { callEndpoint, type EndpointReply } from './call-endpoint';
import { createAuthenticator, type SoftwareAuthenticator } from './software-authenticator';
import type { TestCtx } from './test-ctx';

const COOKIE = 'authjs.session-token';
/** What the test file stubs AUTH_SECRET with. */
export const ACCOUNT_SECRET = 'a secret of the account tests';
export const PASSWORD = 'correct horse battery';
const LOCAL = '127.0.0.1';

/** Someone who signed up: verified address, one passkey, one sign-in. */
export type AccountOwner = {
  readonly email: string;
  readonly userId: string;
  readonly walletId: string;
  readonly sessionId: string;
  readonly authenticator: SoftwareAuthenticator;
};

let sequence = 0;

export function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T {
  invariant(result.ok, 'the step is taken');
  return result.value;
}

export function deviceOf(ctx: TestCtx): SoftwareAuthenticator {
  const { origin, hostname } = new URL(ctx.settings.publicOrigin);
  return createAuthenticator({ origin, rpId: hostname });
}

export async function signUpOwner(ctx: TestCtx, { verified = true } = {}): Promise<AccountOwner> {
  await ensureSigningKeys(ctx);
  const email = `account-${(sequence += 1)}@owner.example`;
  const authenticator = deviceOf(ctx);
  const begun = valueOf(await beginSignUp(ctx, { email, password: PASSWORD, displayName: 'Ada', timeZone: null, clientAddress: LOCAL }));
  const { ticket } = valueOf(await finishSignUp(ctx, { signUpId: begun.signUpId, attestation: authenticator.register(begun.publicKey) }));
  const { userId, sessionId } = valueOf(await signInWithTicket(ctx, { ticket, clientAddress: LOCAL, replaces: null }));
  const walletId = (await findSession(ctx, sessionId))?.walletId ?? '';
  if (verified) await ctx.pool.query('update app_user set email_verified_at = $2 where id = $1', [userId, ctx.clock.now()]);
  return { email, userId, walletId, sessionId, authenticator };
}

/** Another sign-in of the same person. Answers its id. */
export const signInAgain = async (ctx: TestCtx, { email }: AccountOwner, device: string | null = null): Promise<string> =>
  valueOf(await signInWithPassword(ctx, { email, password: PASSWORD, clientAddress: '203.0.113.77', device, replaces: null })).sessionId;

/** Another passkey, on a device of its own, allowed by the first. */
export async function addDevice(ctx: TestCtx, { userId, authenticator }: AccountOwner): Promise<{ passkeyId: string; authenticator: SoftwareAuthenticator }> {
  const asked = valueOf(await beginAnotherPasskey(ctx, { userId }));
  const allowed = valueOf(await allowAnotherPasskey(ctx, { userId, ceremonyId: asked.ceremonyId, assertion: authenticator.assert(asked.publicKey) }));
  const added = deviceOf(ctx);
  const made = await finishPasskey(ctx, { userId, ceremonyId: allowed.ceremonyId, attestation: added.register(allowed.publicKey) });
  return { passkeyId: valueOf(made).passkeyId, authenticator: added };
}

export type AccountBrowser = (method: Method, path: string, body?: unknown) => Promise<EndpointReply>;

/** Calls endpoints by address as a page of that sign-in does: with its cookie, which it changes when an answer says so. */
export async function browserOf(ctx: TestCtx, { userId, sessionId }: Pick<AccountOwner, 'userId' | 'sessionId'>): Promise<AccountBrowser> {
  const match = createMatcher(endpoints);
  let cookie = `${COOKIE}=${await encode({ token: { sub: userId, sid: sessionId }, secret: ACCOUNT_SECRET, salt: COOKIE })}`;
  return async (method, path, body) => {
    const { pathname, search } = new URL(path, ctx.settings.publicOrigin);
    const found = match(pathname);
    const endpoint = found?.methods.get(method);
    if (!found || !endpoint) throw new Error(`there is no ${method} ${pathname}`);
    const reply = await callEndpoint(ctx, endpoint, { params: found.params, query: search, body, headers: { cookie, origin: ctx.settings.publicOrigin } });
    const renewed = reply.headers.getSetCookie().find((line) => line.startsWith(COOKIE));
    if (renewed !== undefined) cookie = renewed.split(';')[0] ?? cookie;
    return reply;
  };
}

/** The mails promised to an address, oldest first. */
export async function mailsTo(ctx: TestCtx, email: string): Promise<{ subject: string; text: string }[]> {
  const { rows } = await ctx.pool.query<{ payload: { subject: string; text: string } }>(
    `select payload from outbox_event where topic = 'mail.send' and payload->>'recipient' = $1 order by id`,
    [email],
  );
  return rows.map(({ payload }) => payload);
}
