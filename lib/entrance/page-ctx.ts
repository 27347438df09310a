import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { readOperatorSession, readSession } from '@/lib/auth';
import { getComposition, getCtx } from '@/lib/composition';
import { createPageDb, type PageTenant } from '@/lib/db';
import type { SignedIn } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';

/** The Ctx of a page that shows no tenant's rows. */
export const pageCtx = (): Promise<{ ctx: Ctx }> => Promise.resolve({ ctx: getCtx() });

/** The Ctx of a page of this tenant: it reads, and no row but this tenant's (ADR 0011). */
export function tenantCtx(tenant: PageTenant): Ctx {
  const { ctx, pool } = getComposition();
  return { ...ctx, db: createPageDb(pool, tenant) };
}

export type PageSession = {
  readonly sessionId: string; readonly userId: string; readonly walletId: string | null; readonly merchantId: string | null; readonly role: string | null; readonly displayName: string;
  readonly uiLocale: SignedIn['uiLocale'];
};

/** The person who is signed in, or null. */
export async function currentSession(): Promise<PageSession | null> {
  const session = await readSession(getCtx(), await headers(), 'read');
  if (!session) return null;
  const { sessionId, userId, walletId, membership, displayName, uiLocale } = session;
  return { sessionId, userId, walletId, displayName, uiLocale, merchantId: membership?.merchantId ?? null, role: membership?.role ?? null };
}

const toSignIn = (callbackUrl: string): never => redirect(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`);

/** The owner of a wallet; anyone else is sent to sign in and comes back to `callbackUrl`. */
export async function requireOwner(callbackUrl: string): Promise<{ ctx: Ctx; sessionId: string; userId: string; walletId: string; displayName: string }> {
  const session = await currentSession();
  if (!session?.walletId) return toSignIn(callbackUrl);
  const { sessionId, userId, walletId, displayName } = session;
  return { ctx: tenantCtx({ walletId }), sessionId, userId, walletId, displayName };
}

/** One of a merchant's owners or managers, or (`owner`) an owner. Staff are sent to what is theirs. */
export async function requireConsole(path: string, allowed: 'manager' | 'owner' | 'member'): Promise<{ ctx: Ctx; merchantId: string; userId: string; sessionId: string; role: string; uiLocale: SignedIn['uiLocale'] }> {
  const session = await currentSession();
  if (!session?.merchantId) return toSignIn(path);
  const { merchantId, userId, sessionId, uiLocale, role } = session;
  if (allowed !== 'member' && role === 'staff') redirect('/dashboard/sessions');
  if (allowed === 'owner' && role !== 'owner') redirect('/dashboard/launchpad');
  return { ctx: tenantCtx({ merchantId }), merchantId, userId, sessionId, uiLocale, role: role ?? 'staff' };
}

/** An operator, of every tenant: its pages read what the operator's key may, not as a tenant's page does (ADR 0051). Anyone else is sent to sign in and comes back. */
export async function requireOperator(path: string): Promise<{ ctx: Ctx }> {
  const ctx = getCtx();
  if (!(await readOperatorSession(ctx, await headers()))) redirect(`/ops/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  return { ctx };
}
