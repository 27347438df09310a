import type { Db } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import { checks } from './checks';
import type { Check, Difference } from './types';

/** So many differences of one check are told; more say the same. */
const DIFFERENCES_MAX = 1_000;

/**
 * Rebuilds what follows from other records and compares: balances, holds, charges, orders, tokens, budgets, goods. Answers every
 * difference, none when all is in order. Reads only, and reads one instant, so it may run beside a server at work: what is under way
 * is no difference. Not to be called inside a transaction.
 */
export function runAudit(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<Difference[]> {
  return ctx.db.transaction(async (db) => {
    await db.query({ name: 'audit.one-instant', text: 'set transaction isolation level repeatable read, read only', values: [] });
    return runChecks(db, ctx.clock.now());
  });
}

/** The checks one after the other, as of `now`. */
export async function runChecks(db: Db, now: Date): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const check of checks) differences.push(...(await runCheck(db, check, now)));
  return differences;
}

async function runCheck(db: Db, { name, text, needsTime }: Check, now: Date): Promise<Difference[]> {
  const rows = await db.query<{ id: string; detail: string }>({
    name: `audit.${name}`,
    text: `select found.id, found.detail from (${text}) as found order by found.id, found.detail limit ${DIFFERENCES_MAX}`,
    values: needsTime ? [now] : [],
  });
  return rows.map(({ id, detail }) => ({ check: name, id, detail }));
}

export type AuditScope = { readonly checks: number; readonly transfers: number; readonly payments: number; readonly orders: number };

/** How much an audit has looked at, for its summary. */
export async function countAudited(ctx: Ctx): Promise<AuditScope> {
  const [row] = await ctx.db.query<{ transfers: number; payments: number; orders: number }>({
    name: 'audit.count',
    text: `select (select count(*)::int from ledger_transfer) as transfers, (select count(*)::int from agent_payment) as payments,
                  (select count(*)::int from purchase_order) as orders`,
    values: [],
  });
  return { checks: checks.length, transfers: row?.transfers ?? 0, payments: row?.payments ?? 0, orders: row?.orders ?? 0 };
}
