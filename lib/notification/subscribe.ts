import { sha256Hex } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { inTransaction, type Ctx, type PushTarget } from '@/lib/ports';
import { countOtherDevices, lockDevices, moveSubscription, upsertSubscription } from './store';
import type { PushDevice } from './types';

/** Each notification is sent to each device, so their number bounds what one owner can make us send. */
const MAX_DEVICES = 10;
const MAX_LABEL_LENGTH = 60;

export const TARGET_PURPOSE = 'push.target';

/**
 * Takes a browser's subscription (PushSubscriptionJSON) for an owner. The same browser again is the same device with what it now says;
 * one that another owner used becomes this owner's, so that nobody is told of another's purchases. `replaces`: the endpoint that this one
 * was given instead of by its push service; the device keeps its id and label, so what is promised to it arrives. At most ten devices.
 */
export const subscribeDevice = (
  ctx: Ctx,
  command: { walletId: string; target: PushTarget; label: string; replaces?: string },
): Promise<Result<PushDevice, { readonly code: 'too_many_devices'; readonly max: number }>> =>
  inTransaction(ctx, async (tx) => {
    const { walletId, target } = command;
    await lockDevices(tx, walletId);
    const fingerprint = sha256Hex(target.endpoint);
    const sealedTarget = tx.keyring.seal(JSON.stringify(target), TARGET_PURPOSE);
    const replaced = command.replaces === undefined ? null : await moveSubscription(tx, { walletId, from: sha256Hex(command.replaces), fingerprint, sealedTarget });
    if (replaced) return ok(replaced);
    if ((await countOtherDevices(tx, { walletId, fingerprint })) >= MAX_DEVICES) return err({ code: 'too_many_devices', max: MAX_DEVICES });
    const now = tx.clock.now();
    return ok(
      await upsertSubscription(tx, {
        id: newId('pushSubscription', now.getTime()),
        walletId,
        fingerprint,
        label: cleanText(command.label, MAX_LABEL_LENGTH) || 'A browser',
        sealedTarget,
      }),
    );
  });
