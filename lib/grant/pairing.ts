import { type RateLimited, throttleAddress } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import { type Ctx, inTransaction } from '@/lib/ports';
import { type DeviceGrant, openDeviceGrant } from './start-device';
import { countActivePairingCodes, insertPairingCode, lockPairingCodes, usePairingCode } from './store';
import type { Asked } from './types';
import { newUserCode, normalizeUserCode, userCodeHash } from './user-code';

export const PAIRING_SECONDS = 15 * 60;
/** rules.md: at most ten active for each owner. */
const MAX_ACTIVE = 10;
const GUESSES = { points: 30, seconds: 10 * 60 };

export type PairingCode = { readonly code: string; readonly expiresAt: Date };

/** A code that an owner tells one agent, which may then ask for access. It grants nothing by itself. */
export const createPairingCode = (ctx: Ctx, walletId: string): Promise<Result<PairingCode, { code: 'too_many_codes'; max: number }>> =>
  inTransaction(ctx, async (tx) => {
    await lockPairingCodes(tx, walletId);
    if ((await countActivePairingCodes(tx, walletId)) >= MAX_ACTIVE) return err({ code: 'too_many_codes', max: MAX_ACTIVE });
    const code = newUserCode();
    const expiresAt = addSeconds(tx.clock.now(), PAIRING_SECONDS);
    await insertPairingCode(tx, { codeHash: pairingHash(tx, code), walletId, expiresAt });
    return ok({ code, expiresAt });
  });

/**
 * An agent uses a pairing code up and asks its owner for access: a device grant that waits for that owner alone. Guesses are counted by
 * address, over all processes; a code that is unknown, used or too old is `invalid_code`.
 */
export async function requestAccess(
  ctx: Ctx,
  command: { pairingCode: string; asked: Asked; clientAddress: string },
): Promise<Result<DeviceGrant & { grantId: string }, { code: 'invalid_code' } | RateLimited>> {
  const allowed = await throttleAddress(ctx, { what: 'pairing', clientAddress: command.clientAddress, budget: GUESSES });
  if (!allowed.ok) return allowed;
  const code = normalizeUserCode(command.pairingCode);
  if (code === null) return err({ code: 'invalid_code' });
  return inTransaction(ctx, async (tx) => {
    const walletId = await usePairingCode(tx, pairingHash(tx, code));
    if (walletId === null) return err({ code: 'invalid_code' });
    const { grantId, deviceCode } = await openDeviceGrant(tx, { asked: command.asked, oauthClientId: null, walletId, userCode: null });
    return ok({ ...deviceCode, grantId });
  });
}

export const pairingHash = (ctx: Ctx, code: string): string => userCodeHash(ctx, `pairing:${code}`);
