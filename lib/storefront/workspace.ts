import { isUniqueViolation } from '@/lib/db';
import { newUuid, randomToken } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { insertMerchant } from '@/lib/merchant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { decideHandles, PLACEHOLDER } from './decide-handle';
import { decideWorkspace } from './decide-workspace';
import { insertStorefront } from './store';
import { findWorkspaceRow, hasItems, lockWorkspace, takenHandles, writeWorkspace } from './workspace-store';
import type { Workspace, WorkspaceFault, WorkspacePatch } from './workspace-types';

/** Somebody saved since; `current` is what they left. */
export type WorkspaceConflict = { readonly code: 'revision_conflict'; readonly current: Workspace };

/** The workspace of a merchant that must exist. */
export async function getWorkspace(ctx: Ctx, merchantId: string): Promise<Workspace> {
  const workspace = await findWorkspaceRow(ctx, merchantId);
  invariant(workspace, `merchant ${merchantId} exists`);
  return workspace;
}

/** Where a new store is taken to be until its owner says otherwise. */
const NEW_STORE = { currency: 'EUR', country: 'FR', timeZone: 'Europe/Paris' } as const;

/** A new merchant with a draft of a storefront, in the transaction under way. Without a name it gets its handle when it gets one. */
export async function createWorkspace(tx: Ctx, { name, contactEmail }: { name: string; contactEmail: string }): Promise<{ merchantId: string; handle: string }> {
  const [merchantId, handle] = [newUuid(), name === '' ? `new-store-${randomSuffix(10)}` : await freeHandle(tx, name)];
  const kind = { description: '', verifiedDomain: null, fulfillmentKind: 'pickup', pickupLocation: null } as const;
  await insertMerchant(tx, { id: merchantId, handle, name, supportEmail: contactEmail, ...NEW_STORE, ...kind }, randomToken('whsec_'));
  await insertStorefront(tx, {
    merchantId, status: 'draft', address: '', city: '', phone: '', defaultLocale: 'en', publishedLocales: ['en'], prepMinutes: 15, slotCapacity: 20,
    hours: { windows: [], exceptions: [], notes: [] }, pages: [],
  });
  return { merchantId, handle };
}

/**
 * Saves what changed. With a `revision` other than the current one nothing is saved: revision_conflict, with what is there now. Without one
 * the caller overwrites what they did not see. A store that waited for its name gets its handle from it.
 */
export async function updateWorkspace(
  ctx: Ctx,
  command: { merchantId: string; revision: number | null; patch: WorkspacePatch },
): Promise<Result<Workspace, WorkspaceFault | WorkspaceConflict>> {
  const taken = err({ code: 'invalid_field', field: 'merchantHandle', message: 'is taken already' });
  try {
    return await inTransaction<Ctx, Result<Workspace, WorkspaceFault | WorkspaceConflict>>(ctx, async (tx) => {
      const { merchantId, revision, patch } = command;
      await lockWorkspace(tx, merchantId);
      const current = await getWorkspace(tx, merchantId);
      if (revision !== null && revision !== current.revision) return err({ code: 'revision_conflict', current });
      const decided = decideWorkspace(current, patch, { isPriced: await hasItems(tx, merchantId) });
      if (!decided.ok) return decided;
      const next = await nameAfterStore(tx, decided.value, patch);
      if (next.handle !== current.handle && (await takenHandles(tx, [next.handle])).size > 0) return taken;
      await writeWorkspace(tx, next);
      return ok({ ...next, revision: current.revision + 1 });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return taken; // in this moment
    throw error;
  }
}

async function nameAfterStore(tx: Ctx, next: Workspace, patch: WorkspacePatch): Promise<Workspace> {
  if (patch.name === undefined || patch.handle !== undefined || !PLACEHOLDER.test(next.handle)) return next;
  return { ...next, handle: await freeHandle(tx, next.name) };
}

async function freeHandle(tx: Ctx, name: string): Promise<string> {
  const wanted = decideHandles(name, randomSuffix(8));
  const taken = await takenHandles(tx, wanted);
  const free = wanted.find((handle) => !taken.has(handle));
  invariant(free, 'the last of them is random');
  return free;
}

const randomSuffix = (length: number): string => newUuid().replaceAll('-', '').slice(0, length);

/** Opens a store to everyone, or closes it again, in the transaction under way. The workspace must be locked. */
export async function setStatus(tx: Ctx, workspace: Workspace, status: Workspace['status']): Promise<void> {
  if (workspace.status !== status || workspace.revision === 0) await writeWorkspace(tx, { ...workspace, status });
}
