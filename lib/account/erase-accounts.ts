import { lockWalletAgents } from '@/lib/agent';
import { NO_PASSWORD } from '@/lib/identity';
import { inTransaction, type Ctx } from '@/lib/ports';
import { closeAgents } from './delete-account';
import { endDeletion, listDueDeletions, type Deletion } from './deletion-store';
import { erasePersonalData } from './erase-store';

const BATCH = 10;

/** The job: erases the accounts whose time is over, each in one commit. Agents that were made meanwhile are revoked as well. Safe to run anywhere, at any time. */
export async function eraseDueAccounts(ctx: Ctx): Promise<void> {
  for (const deletion of await listDueDeletions(ctx, { limit: BATCH })) await inTransaction(ctx, (tx) => erase(tx, deletion));
}

async function erase(tx: Ctx, { userId, walletId }: Deletion): Promise<void> {
  await lockWalletAgents(tx, walletId);
  await closeAgents(tx, walletId);
  // Under the locks: the owner may have kept the account, or a payment be on its way, since it was listed.
  const [due] = await listDueDeletions(tx, { limit: 1, walletId });
  if (!due || !(await endDeletion(tx, { walletId, outcome: 'erased' }))) return;
  await erasePersonalData(tx, { userId, walletId, noPassword: NO_PASSWORD });
  tx.log.info({ walletId }, 'an account was erased');
}
