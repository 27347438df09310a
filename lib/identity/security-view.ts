import type { Ctx } from '@/lib/ports';
import { findRecovery, type Recovery } from './recovery';
import { listPasskeyDates } from './store';

export type PasskeyView = { readonly id: string; readonly label: string; readonly createdAt: Date; readonly lastUsedAt: Date | null };

/** What an owner sees of their own credentials: passkeys, oldest first, and the recovery under way. */
export type SecurityView = { readonly passkeys: readonly PasskeyView[]; readonly recovery: Recovery | null };

/** The credentials of this person. */
export async function loadSecurityView(ctx: Ctx, userId: string): Promise<SecurityView> {
  const [rows, recovery] = await Promise.all([listPasskeyDates(ctx.db, userId), findRecovery(ctx, userId)]);
  return { recovery, passkeys: rows.map((row) => ({ id: row.id, label: row.label, createdAt: row.created_at, lastUsedAt: row.last_used_at })) };
}
