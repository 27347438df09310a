import { err, ok, type Result } from '@/lib/kernel/result';
import { loadPaymentHub } from '@/lib/payment-hub';
import { inTransaction, type Ctx } from '@/lib/ports';
import { getWorkspace, lockWorkspace, sellsSomething, setStatus, type Workspace } from '@/lib/storefront';
import { decideChecklist, type ChecklistItem } from './decide-checklist';
import { findOwnerFacts } from './store';

export type Launchpad = { readonly checklist: readonly ChecklistItem[]; readonly workspace: Workspace };

/** What stands between a draft and a live store, and the draft. */
export async function loadLaunchpad(ctx: Ctx, merchantId: string): Promise<Launchpad> {
  const [workspace, owner, sells, { availability: card }] = await Promise.all([
    getWorkspace(ctx, merchantId), findOwnerFacts(ctx, merchantId), sellsSomething(ctx, merchantId), loadPaymentHub(ctx, merchantId),
  ]);
  return { workspace, checklist: decideChecklist({ workspace, owner, sells, card }) };
}

/** `launch_blocked`: these are not done yet. */
export type GoLiveError = { readonly code: 'launch_blocked'; readonly blockers: readonly ChecklistItem[] };

/** Opens the store to everyone. Again, it answers the same. */
export const goLive = (ctx: Ctx, { merchantId }: { merchantId: string }): Promise<Result<Launchpad, GoLiveError>> =>
  inTransaction<Ctx, Result<Launchpad, GoLiveError>>(ctx, async (tx) => {
    await lockWorkspace(tx, merchantId);
    const launchpad = await loadLaunchpad(tx, merchantId);
    const blockers = launchpad.checklist.filter(({ required, done }) => required && !done);
    if (blockers.length > 0) return err({ code: 'launch_blocked', blockers });
    await setStatus(tx, launchpad.workspace, 'live');
    return ok(await loadLaunchpad(tx, merchantId));
  });

/** Closes the store to everyone, as a draft. What was ordered stays ordered. */
export const takeOffline = (ctx: Ctx, { merchantId }: { merchantId: string }): Promise<Launchpad> =>
  inTransaction(ctx, async (tx) => {
    await lockWorkspace(tx, merchantId);
    await setStatus(tx, await getWorkspace(tx, merchantId), 'draft');
    return loadLaunchpad(tx, merchantId);
  });
