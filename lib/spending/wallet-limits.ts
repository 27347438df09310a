import { exceeds, lockWalletAgents, toMandateLimit, type AgentLimit } from '@/lib/agent';
import { dropWaiting, requestConfirmation, takeConfirmed, type ConfirmationError, type ConfirmationRequest } from '@/lib/confirmation';
import { encodeJson } from '@/lib/db';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { listWalletLimits, writeWalletLimits } from './store';

export type WalletWidening = 'limit_raised' | 'limit_removed';

export type SetWalletLimitsError = {
  /** Nothing was changed: the whole set waits for confirmWalletLimits. */
  readonly code: 'widening_needs_confirmation';
  readonly widening: readonly WalletWidening[];
  readonly mandate: ConfirmationRequest;
};

const SUBJECT = 'wallet_limits';

/**
 * What makes `after` allow more than `before`: each needs a fresh passkey assertion (rules.md). A first limit in a currency narrows, since
 * without one the agents are bounded by their own limits alone; its removal widens.
 */
export function decideWalletWidening(before: readonly AgentLimit[], after: readonly AgentLimit[]): WalletWidening[] {
  const found: WalletWidening[] = [];
  const pairs = before.map((old) => ({ old, limit: after.find((other) => other.currency === old.currency) }));
  if (pairs.some(({ old, limit }) => limit && exceeds(limit, old))) found.push('limit_raised');
  if (pairs.some(({ limit }) => !limit)) found.push('limit_removed');
  return found;
}

/**
 * Sets the limits over all agents of a wallet; the given set replaces the whole. Lower and first limits hold at once, for what every agent
 * asks from now on, and drop a widening that still waited; the rest waits for the owner's passkey, all of it together.
 */
export const setWalletLimits = (
  ctx: Ctx,
  command: { walletId: string; limits: readonly AgentLimit[] },
): Promise<Result<AgentLimit[], SetWalletLimitsError>> =>
  inTransaction<Ctx, Result<AgentLimit[], SetWalletLimitsError>>(ctx, async (tx) => {
    const { walletId, limits } = command;
    await lockWalletAgents(tx, walletId);
    const before = await listWalletLimits(tx, walletId);
    if (encodeJson(before) === encodeJson(limits)) return ok(before);
    const widening = decideWalletWidening(before, limits);
    if (widening.length > 0) {
      const signed = { type: SUBJECT, before: before.map(toMandateLimit), after: limits.map(toMandateLimit) };
      const mandate = await requestConfirmation(tx, { walletId, subject: SUBJECT, signed, after: limits });
      return err({ code: 'widening_needs_confirmation', widening, mandate });
    }
    await writeWalletLimits(tx, walletId, limits);
    await recordLimits(tx, walletId, { before, after: limits });
    await dropWaiting(tx, { walletId, subject: SUBJECT });
    return ok([...limits]);
  });

/** Applies the limits over all agents that wait, once, under the owner's passkey over exactly what was drafted. */
export const confirmWalletLimits = (ctx: Ctx, command: { walletId: string; assertion: unknown }): Promise<Result<AgentLimit[], ConfirmationError>> =>
  inTransaction<Ctx, Result<AgentLimit[], ConfirmationError>>(ctx, async (tx) => {
    const { walletId, assertion } = command;
    await lockWalletAgents(tx, walletId);
    const before = await listWalletLimits(tx, walletId);
    const taken = await takeConfirmed<AgentLimit[]>(tx, { walletId, subject: SUBJECT, assertion });
    if (!taken.ok) return taken;
    await writeWalletLimits(tx, walletId, taken.value.after);
    await recordLimits(tx, walletId, { before, after: taken.value.after });
    return ok(taken.value.after);
  });

const recordLimits = (tx: Ctx, walletId: string, change: { before: readonly AgentLimit[]; after: readonly AgentLimit[] }): Promise<void> =>
  record(tx, { of: { walletId }, kind: 'limits.changed', actor: 'owner', detail: { before: change.before.map(toTrailLimit), after: change.after.map(toTrailLimit) } });

const toTrailLimit = (limit: AgentLimit) => ({ ...toMandateLimit(limit) });
