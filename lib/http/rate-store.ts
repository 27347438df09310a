import type { Db } from '@/lib/db';
import type { RateBudget } from './rate-limit';

type Draw = { readonly key: string; readonly budget: RateBudget; readonly wanted: number; readonly nowMs: number };

/**
 * Draws up to `wanted` requests from a client's shared budget and answers how many it had. A budget is one point in time: when it will
 * be full again (the theoretical arrival time of GCRA).
 */
export async function drawFromBudget(db: Db, { key, budget, wanted, nowMs }: Draw): Promise<number> {
  const rows = await db.query<{ drawn: number }>({
    name: 'http.draw_from_budget',
    text: `insert into rate_budget as b (key, full_at_ms, drawn) values ($1, $2::float8 + least($3::int, $4::int) * $5::float8, least($3, $4))
           on conflict (key) do update set (full_at_ms, drawn) = (
             select full_at_ms + granted * $5, granted
               from (select greatest(b.full_at_ms, $2) as full_at_ms) as level,
                    lateral (select greatest(0, least($3, floor($4 - (full_at_ms - $2) / $5)))::int as granted) as had)
           returning drawn`,
    values: [key, nowMs, wanted, budget.burst, 1000 / budget.perSecond],
  });
  return rows[0]?.drawn ?? 0;
}

/** Forgets the budgets that are full: a missing one is full too. */
export async function deleteFullBudgets(db: Db, nowMs: number): Promise<void> {
  await db.query({ name: 'http.delete_full_budgets', text: 'delete from rate_budget where full_at_ms < $1', values: [nowMs] });
}
