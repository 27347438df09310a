import { createMatcher } from '@/lib/entrance/match';
import { endpoints } from '@/lib/entrance/routes';
import type { Method } from '@/lib/http/endpoint';
import { callEndpoint, type EndpointReply } from './call-endpoint';
import type { TestCtx } from './test-ctx';

const match = createMatcher(endpoints);

/** A browser at our own site: it keeps the cookies that it is given, and says where it comes from. */
export type ConsoleBrowser = {
  (method: Method, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<EndpointReply>;
  /** As they are sent; empty when there are none. */
  cookie(): string;
  /** What somebody planted before. */
  plant(cookie: string): void;
};

export function consoleBrowser(ctx: TestCtx): ConsoleBrowser {
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (line: string): void => {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  };
  const call = async (method: Method, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<EndpointReply> => {
    const { pathname, search } = new URL(path, ctx.settings.publicOrigin);
    const found = match(pathname);
    const endpoint = found?.methods.get(method);
    if (!found || !endpoint) throw new Error(`there is no ${method} ${pathname}`);
    const sent = { origin: ctx.settings.publicOrigin, ...(jar.size > 0 && { cookie: cookie() }), ...headers };
    const reply = await callEndpoint(ctx, endpoint, { params: found.params, query: search, body, headers: sent });
    reply.headers.getSetCookie().forEach(keep);
    return reply;
  };
  return Object.assign(call, { cookie, plant: keep });
}

export const STORE_PASSWORD = 'correct horse battery';
let sequence = 0;
/** An address that nobody has. */
export const newAddress = (): string => `person-${(sequence += 1)}@store.example`;

/** The owner of a new store, signed in, whose address is proved unless that is left open. */
export async function openTestStore(ctx: TestCtx, { verified = true, name = '' }: { verified?: boolean; name?: string } = {}) {
  const [browser, email] = [consoleBrowser(ctx), newAddress()];
  const signedUp = await browser('POST', '/merchant/auth/password/sign-up', { email, password: STORE_PASSWORD, ...(name !== '' && { merchantName: name }) });
  if (signedUp.status !== 201) throw new Error(JSON.stringify(signedUp.body));
  const { rows } = await ctx.pool.query<{ id: string; merchant_id: string }>(
    'select u.id, m.merchant_id from app_user u join merchant_member m on m.user_id = u.id where u.email = $1',
    [email],
  );
  const [row] = rows;
  if (!row) throw new Error('nobody signed up');
  if (verified) await ctx.pool.query('update app_user set email_verified_at = $2 where id = $1', [row.id, ctx.clock.now()]);
  return { browser, email, userId: row.id, merchantId: row.merchant_id };
}

/** Someone of this role at that store, signed in. */
export async function hireAt(ctx: TestCtx, owner: ConsoleBrowser, role: 'owner' | 'manager' | 'staff') {
  const [browser, email] = [consoleBrowser(ctx), newAddress()];
  const invited = await owner('POST', '/merchant/staff/invitations', { email, role });
  const accepted = await browser('POST', '/merchant/staff/invitations/accept', { challengeToken: invited.body.challengeToken, displayName: `The ${role}`, password: STORE_PASSWORD });
  if (accepted.status !== 200) throw new Error(JSON.stringify([invited.body, accepted.body]));
  const { rows } = await ctx.pool.query<{ id: string }>('select id from app_user where email = $1', [email]);
  return { browser, email, userId: rows[0]?.id ?? '' };
}
