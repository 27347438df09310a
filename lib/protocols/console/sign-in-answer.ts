import { openSession, readCookie } from '@/lib/auth';
import type { Entrance, Origin } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { isLoopback } from '@/lib/identity';
import { deviceName } from '@/lib/kernel/device-name';

/** Where a person's browser is and which sign-in it comes with: that one ends when another begins, so that a planted one is worth nothing. */
export async function originOf(ctx: RequestCtx, request: Request): Promise<Origin> {
  const userAgent = request.headers.get('user-agent');
  const replaces = (await readCookie(ctx, request.headers))?.sessionId ?? null;
  return { clientAddress: ctx.clientAddress, device: userAgent === null ? null : deviceName(userAgent), replaces };
}

const LOOPBACK_HOST = /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** A development machine: its address, and whoever asks, are this machine, and no mailer is configured. */
const isDevelopment = (ctx: RequestCtx): boolean => sitsOnLoopback(ctx) && isLoopback(ctx.clientAddress);

const sitsOnLoopback = ({ settings }: RequestCtx): boolean => settings.mailProvider === 'noop' && LOOPBACK_HOST.test(new URL(settings.publicOrigin).hostname);

/** The ways in that work here: a page shows no other. */
export function providersOf(ctx: RequestCtx): { google: boolean; magicLink: boolean; passwordReset: boolean } {
  const byMail = ctx.settings.mailProvider !== 'noop' || sitsOnLoopback(ctx);
  return { google: ctx.ports.google !== null, magicLink: byMail, passwordReset: byMail };
}

/** The token of a link that was mailed, where no mail would ever arrive (rules.md, "Debug challengeToken"); elsewhere nothing. */
export const debugToken = (ctx: RequestCtx, challengeToken: string): object => (isDevelopment(ctx) ? { challengeToken } : {});

/** `{next, providers}` with the cookie of the sign-in; where a passkey is asked as well, `{next: passkey, ceremonyId, publicKey, providers}` without one. */
export async function answerEntered(ctx: RequestCtx, status: number, entered: Entrance): Promise<Response> {
  const providers = providersOf(ctx);
  if (entered.next === 'passkey') return answerCoded(200, { next: entered.next, ...entered.ceremony, providers });
  const { next, ...session } = entered;
  return openSession(ctx, answerCoded(status, { next, providers }), session);
}
