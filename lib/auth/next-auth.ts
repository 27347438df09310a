import { NextRequest, userAgentFromString } from 'next/server';
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { getCtx } from '@/lib/composition';
import { readText } from '@/lib/http/body';
import { CLIENT_ADDRESS_HEADER } from '@/lib/http/client-address';
import { isHttpFailure } from '@/lib/http/failure';
import { endSession, findSession, SESSION_SECONDS, signInWithPassword, signInWithTicket } from '@/lib/identity';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import { readCookie, secureCookies } from './session';

const BODY_LIMIT_BYTES = 16 * 1024;

/** What the browser posts to /api/auth/callback/credentials beside next-auth's own fields. */
const Given = z.union([
  z.object({ ticket: z.string().min(1).max(200) }),
  z.object({ email: z.string().min(1).max(500), password: z.string().min(1).max(1000) }),
]);

/** Comes out as `?error=CredentialsSignin&code=rate_limited`, so that the page can say so. */
class TooManySignIns extends CredentialsSignin {
  override code = 'rate_limited';
}

/** Email and password, or a one-time ticket, to a session's row. Null is a plain refusal: which part was wrong is not told. */
async function authorize(ctx: Ctx, given: unknown, request: Request): Promise<{ id: string; sid: string } | null> {
  const credentials = Given.safeParse(given);
  if (!credentials.success) return null;
  const clientAddress = request.headers.get(CLIENT_ADDRESS_HEADER) ?? '';
  const replaces = (await readCookie(ctx, request.headers))?.sessionId ?? null;
  const origin = { clientAddress, device: describeDevice(request.headers.get('user-agent')) };
  const { data } = credentials;
  const signedIn =
    'ticket' in data
      ? await signInWithTicket(ctx, { ticket: data.ticket, replaces, ...origin })
      : await signInWithPassword(ctx, { email: data.email, password: data.password, replaces, ...origin });
  if (signedIn.ok) return { id: signedIn.value.userId, sid: signedIn.value.sessionId };
  if (signedIn.error.code === 'rate_limited') throw new TooManySignIns();
  return null;
}

const MAX_DEVICE_CHARACTERS = 60;

/** Browser and system for the owner's list of sign-ins, as they say; null for what says neither. */
function describeDevice(userAgent: string | null): string | null {
  const { browser, os } = userAgentFromString(userAgent ?? '');
  return cleanText([browser.name, os.name].filter(Boolean).join(' on '), MAX_DEVICE_CHARACTERS) || null;
}

/** The cookie carries the ids of the person and of the session's row, nothing else; the row decides. */
function configure(ctx: Ctx): NextAuthConfig {
  return {
    secret: process.env.AUTH_SECRET,
    trustHost: true,
    useSecureCookies: secureCookies(ctx), // pinned, so that readSession looks for the same cookie
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, ticket: {} },
        authorize: (given, request) => authorize(ctx, given, request),
      }),
    ],
    callbacks: {
      async jwt({ token, user, trigger }) {
        if (trigger === 'signIn' && 'sid' in user) return { sub: user.id, sid: user.sid };
        const live = typeof token.sid === 'string' && (await findSession(ctx, token.sid))?.userId === token.sub;
        return live ? { sub: token.sub, sid: token.sid } : null;
      },
    },
    events: {
      async signOut(message) {
        const sid = 'token' in message ? message.token?.sid : undefined;
        if (typeof sid === 'string') await endSession(ctx, sid);
      },
    },
    logger: {
      // A wrong password is no fault of ours; its refusal is the answer.
      error: (error) => (error instanceof CredentialsSignin ? undefined : ctx.log.error({ err: error }, 'next-auth failed')),
      warn: (code) => ctx.log.warn({ code }, 'next-auth warns'),
      debug: () => undefined,
    },
  };
}

const nextAuth = NextAuth(() => configure(getCtx()));

/** next-auth answers 500 for a callback address that is none; it comes from the caller, so it is the caller's fault. */
function hasBadCallback(request: NextRequest): boolean {
  const cookies = request.cookies.getAll().filter(({ name }) => name.endsWith('authjs.callback-url'));
  const given = [...cookies.map(({ value }) => value), ...request.nextUrl.searchParams.getAll('callbackUrl')];
  return given.some((text) => text !== '' && !isHttpAddress(text));
}

const isHttpAddress = (text: string): boolean => {
  const base = text.startsWith('/') ? 'http://localhost' : undefined;
  return URL.canParse(text, base) && /^https?:$/.test(new URL(text, base).protocol);
};

/** next-auth's own routes behind our rules: a limit of size, and our public origin whatever Host says. */
async function guarded(request: NextRequest, handler: (request: NextRequest) => Promise<Response>): Promise<Response> {
  const { publicOrigin } = getCtx().settings;
  if (hasBadCallback(request)) return Response.json({ error: 'invalid_request', message: 'callbackUrl is not an address.' }, { status: 400 });
  try {
    const body = request.method === 'POST' ? await readText(request, BODY_LIMIT_BYTES) : undefined;
    const address = new URL(request.nextUrl.pathname + request.nextUrl.search, publicOrigin);
    const headers = new Headers(request.headers);
    headers.delete('content-length');
    return await handler(new NextRequest(address, { method: request.method, headers, body }));
  } catch (error) {
    if (!isHttpFailure(error)) throw error;
    const { status, code, message } = error.failure;
    return Response.json({ error: code, message }, { status });
  }
}

/** GET and POST of /api/auth/**: next-auth's csrf, session, callback/credentials and signout. */
export const handlers = {
  GET: (request: NextRequest): Promise<Response> => guarded(request, nextAuth.handlers.GET),
  POST: (request: NextRequest): Promise<Response> => guarded(request, nextAuth.handlers.POST),
};
