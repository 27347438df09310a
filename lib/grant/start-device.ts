import { findWalletByEmail, type RateLimited, throttle, throttleAddress } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { newId, randomToken } from '@/lib/kernel/id';
import { ok, type Result } from '@/lib/kernel/result';
import { type Ctx, emit, inTransaction } from '@/lib/ports';
import { insertGrant } from './store';
import type { Asked } from './types';
import { newUserCode, userCodeHash } from './user-code';

export const DEVICE_SECONDS = 15 * 60;
export const POLL_SECONDS = 5;
const REQUESTS = { points: 30, seconds: 10 * 60 };
const MAILS = { points: 3, seconds: 60 * 60 };

export type DeviceGrant = { readonly deviceCode: string; readonly userCode: string; readonly expiresInSeconds: number; readonly intervalSeconds: number };

/**
 * RFC 8628 section 3.2: opens a request that any owner may take up by its user code. `buyerEmail` sends that owner a mail about it; the
 * answer is the same whether or not there is such an owner.
 */
export async function startDeviceGrant(
  ctx: Ctx,
  command: { asked: Asked; oauthClientId: string | null; buyerEmail: string | null; clientAddress: string },
): Promise<Result<DeviceGrant, RateLimited>> {
  const allowed = await throttleAddress(ctx, { what: 'device-request', clientAddress: command.clientAddress, budget: REQUESTS });
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (tx) => {
    const { deviceCode } = await openDeviceGrant(tx, { ...command, walletId: null, userCode: newUserCode() });
    return ok(deviceCode);
  });
}

/** Writes a device request, for one owner (no user code) or for whoever types its code. In the caller's transaction. */
export async function openDeviceGrant(
  tx: Ctx,
  command: { asked: Asked; oauthClientId: string | null; walletId: string | null; userCode: string | null; buyerEmail?: string | null },
): Promise<{ grantId: string; deviceCode: DeviceGrant }> {
  const now = tx.clock.now();
  const [id, code] = [newId('grant', now.getTime()), randomToken('dc_')];
  const { asked, oauthClientId, walletId, userCode } = command;
  await insertGrant(tx, {
    id, kind: 'device', asked, oauthClientId, walletId, redirectUri: null, state: null, codeChallenge: null, dpopJkt: null,
    codeHash: sha256Hex(code), userCodeHash: userCode === null ? null : userCodeHash(tx, userCode),
    intervalSeconds: POLL_SECONDS, expiresAt: addSeconds(now, DEVICE_SECONDS),
  });
  if (command.buyerEmail && userCode !== null) await promiseMail(tx, { email: command.buyerEmail, userCode, name: asked.name, grantId: id });
  return { grantId: id, deviceCode: { deviceCode: code, userCode: userCode ?? '', expiresInSeconds: DEVICE_SECONDS, intervalSeconds: POLL_SECONDS } };
}

/** The mail says what to compare and decides nothing: its link carries the code and no sign-in. */
async function promiseMail(tx: Ctx, request: { email: string; userCode: string; name: string; grantId: string }): Promise<void> {
  const walletId = await findWalletByEmail(tx, request.email);
  if (walletId === null) return;
  const allowed = await throttle(tx, { what: 'device-mail', by: walletId, budget: MAILS });
  if (!allowed.ok) return;
  const link = new URL('/device', tx.settings.publicOrigin);
  link.searchParams.set('user_code', request.userCode);
  const text = [
    `An agent that calls itself "${request.name}" asks for access to your wallet.`,
    `If you started this, compare the code ${request.userCode} with what your agent shows, then open:`,
    link.href,
    'If you did not, do nothing: without your passkey it gets nothing, and the code ends in 15 minutes.',
  ].join('\n\n');
  const payload = { recipient: request.email.trim().toLowerCase(), subject: 'An agent asks for access to your wallet', text };
  await emit(tx, { topic: 'mail.send', aggregateId: request.grantId, tenantId: walletId, payload });
}
