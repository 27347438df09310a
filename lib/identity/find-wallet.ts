import type { Ctx } from '@/lib/ports';
import { normalizeEmail } from './email';
import { findWalletIdByEmail } from './store';

/** The wallet of an owner by email, or null. For tests and operators: no route of people's answers by it. */
export async function findWalletByEmail(ctx: Ctx, email: string): Promise<string | null> {
  const normalized = normalizeEmail(email);
  return normalized === null ? null : findWalletIdByEmail(ctx.db, normalized);
}
