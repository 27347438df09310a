import { z } from 'zod';
import { openSession, secureCookies } from '@/lib/auth';
import { enterWithGoogle, type NextStep } from '@/lib/console';
import { endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import type { Ceremony } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import type { FederatedSecrets } from '@/lib/ports';
import { refuse } from './errors';
import { originOf } from './sign-in-answer';

const CALLBACK = '/merchant/auth/google/callback';
const COOKIE = 'countersign.google';
const PURPOSE = 'console.google-sign-in';
const COOKIE_SECONDS = 10 * 60;

const common = { method: 'GET', wire: 'console', credentials: ['none'], scope: null, tenant: 'none' } as const;
const redirectUriOf = (ctx: RequestCtx): string => new URL(CALLBACK, ctx.settings.publicOrigin).href;

/** 303 to Google, with state, nonce and PKCE verifier sealed in a cookie of this browser. 404 where Google is not configured. */
export const getGoogleStart = endpoint({
  ...common,
  path: '/merchant/auth/google/start',
  async handle(ctx) {
    const { google } = ctx.ports;
    if (google === null) return refuse('google_unavailable');
    const { url, secrets } = await google.begin(ctx, { redirectUri: redirectUriOf(ctx) });
    const expiresAt = addSeconds(ctx.clock.now(), COOKIE_SECONDS).toISOString();
    const sealed = ctx.keyring.seal(JSON.stringify({ ...secrets, expiresAt }), PURPOSE);
    return redirect(url, cookieOf(ctx, sealed, COOKIE_SECONDS));
  },
});

const PATHS: Record<NextStep, string> = { profile: '/dashboard/launchpad', launchpad: '/dashboard/launchpad', kitchen: '/kitchen', wallet: '/wallet' };

/** Google sends the browser back: 303 into the console, signed in; else to the sign-in page, which says why. */
export const getGoogleCallback = endpoint({
  ...common,
  path: CALLBACK,
  async handle(ctx, request) {
    const { google } = ctx.ports;
    if (google === null) return refuse('google_unavailable');
    const gone = cookieOf(ctx, '', 0);
    const back = (error: string): Response => redirect(new URL(`/sign-in/store?error=${error}`, ctx.settings.publicOrigin).href, gone);
    const secrets = readSecrets(ctx, request);
    if (!secrets) return back('google');
    // The address as the person's browser knows it, whatever stands between.
    const callback = new URL(CALLBACK + new URL(request.url).search, ctx.settings.publicOrigin);
    const claims = await google.finish(ctx, { redirectUri: redirectUriOf(ctx), callback, secrets });
    if (!claims.ok) return back('google');
    const entered = await enterWithGoogle(ctx, { claims: claims.value, origin: await originOf(ctx, request) });
    if (!entered.ok) return back(entered.error.code === 'has_wallet' ? 'google_wallet' : 'google_unverified');
    if (entered.value.next === 'passkey') return redirect(new URL(`/sign-in/store#${secondStepHash(entered.value.ceremony)}`, ctx.settings.publicOrigin).href, gone);
    const { next, ...session } = entered.value;
    return openSession(ctx, redirect(new URL(PATHS[next], ctx.settings.publicOrigin).href, gone), session);
  },
});

const Sealed = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), expiresAt: z.iso.datetime() });

/** What this browser was given at the start, or null when it has none, or an old one, or one that we did not seal. */
function readSecrets(ctx: RequestCtx, request: Request): FederatedSecrets | null {
  const value = new RegExp(`(?:^|; *)${COOKIE.replace('.', '\\.')}=([\\w.-]+)`).exec(request.headers.get('cookie') ?? '')?.[1];
  if (value === undefined) return null;
  try {
    const opened = Sealed.parse(JSON.parse(ctx.keyring.open(value, PURPOSE)));
    return new Date(opened.expiresAt) > ctx.clock.now() ? opened : null;
  } catch {
    return null;
  }
}

const cookieOf = (ctx: RequestCtx, value: string, maxAge: number): string =>
  `${COOKIE}=${value}; Path=/merchant/auth/google; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secureCookies(ctx) ? '; Secure' : ''}`;

/** What the page has to sign, where no log sees it. */
const secondStepHash = (ceremony: Ceremony): string => `second-step=${Buffer.from(JSON.stringify(ceremony)).toString('base64url')}`;

function redirect(location: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
}
