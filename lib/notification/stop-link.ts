import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { addSeconds } from '@/lib/kernel/clock';
import { equalInConstantTime } from '@/lib/kernel/hash';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';

/** Three days: a mail is read late, and a link that only narrows does little harm in the wrong hands. */
const TTL_SECONDS = 3 * 24 * 60 * 60;

const Claims = z.strictObject({ wallet: z.string(), expires: z.int() });

const sign = (ctx: Ctx, payload: string): string => createHmac('sha256', ctx.keyring.derive('notification.stop-link')).update(payload).digest('base64url');

/** The path of the page that stops a wallet's agents. The token stands behind the hash sign: it reaches no server's log and no Referer header. */
export function stopPath(ctx: Ctx, walletId: string): `/${string}` {
  const claims: z.infer<typeof Claims> = { wallet: walletId, expires: Math.floor(addSeconds(ctx.clock.now(), TTL_SECONDS).getTime() / 1000) };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `/stop#${payload}.${sign(ctx, payload)}`;
}

/** Whose agents a link stops. `invalid_link`: we did not sign it as it is. */
export function readStopToken(ctx: Ctx, token: string): Result<{ walletId: string; expiresAt: Date }, { readonly code: 'invalid_link' | 'expired_link' }> {
  const [payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || !equalInConstantTime(signature, sign(ctx, payload))) return err({ code: 'invalid_link' });
  const { wallet, expires } = Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  const expiresAt = new Date(expires * 1000);
  return expiresAt > ctx.clock.now() ? ok({ walletId: wallet, expiresAt }) : err({ code: 'expired_link' });
}
