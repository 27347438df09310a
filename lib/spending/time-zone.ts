import { lockWalletAgents } from '@/lib/agent';
import { requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toTimeZone } from '@/lib/kernel/time-zone';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { getCalendar, writeCalendar } from './calendar-store';
import { windowZones } from './window-keys';

export type SetTimeZoneError =
  | { readonly code: 'invalid_time_zone' }
  /** Nothing was changed: the zone waits for confirmTimeZone. */
  | { readonly code: 'widening_needs_confirmation'; readonly mandate: ConfirmationRequest };

const SUBJECT = 'time_zone';

/** Another zone moves the ends of days, weeks and months, which widens (rules.md): it waits for the owner's passkey. The zone there is already is no change. */
export const setTimeZone = (ctx: Ctx, command: { walletId: string; timeZone: string }): Promise<Result<{ timeZone: string }, SetTimeZoneError>> =>
  inTransaction<Ctx, Result<{ timeZone: string }, SetTimeZoneError>>(ctx, async (tx) => {
    const { walletId } = command;
    const timeZone = toTimeZone(command.timeZone);
    if (timeZone === null) return err({ code: 'invalid_time_zone' });
    await lockWalletAgents(tx, walletId);
    const before = await getCalendar(tx, walletId);
    if (before.timeZone === timeZone) return ok({ timeZone });
    const signed = { type: SUBJECT, before: before.timeZone, after: timeZone };
    return err({ code: 'widening_needs_confirmation', mandate: await requestConfirmation(tx, { walletId, subject: SUBJECT, signed, after: timeZone }) });
  });

/**
 * Applies the zone that waits, once, under the owner's passkey. The windows under way are finished by the calendar that they are cut by at
 * this moment, also where that is still the one before an earlier change.
 */
export const confirmTimeZone = (ctx: Ctx, command: { walletId: string; assertion: unknown }): Promise<Result<{ timeZone: string }, ConfirmationError>> =>
  inTransaction<Ctx, Result<{ timeZone: string }, ConfirmationError>>(ctx, async (tx) => {
    const { walletId, assertion } = command;
    await lockWalletAgents(tx, walletId);
    const taken = await takeConfirmed<string>(tx, { walletId, subject: SUBJECT, assertion });
    if (!taken.ok) return taken;
    const at = tx.clock.now();
    const before = windowZones(at, await getCalendar(tx, walletId));
    await writeCalendar(tx, { walletId, timeZone: taken.value.after, at, before });
    await record(tx, { of: { walletId }, kind: 'time_zone.changed', actor: 'owner', detail: { time_zone: taken.value.after } });
    return ok({ timeZone: taken.value.after });
  });
