import type { Ctx } from '@/lib/ports';
import type { TestAgent } from './shop';

/** Gives an agent a past: so many purchases of 10.00, one a minute up to now, with the counters that real ones leave. */
export async function seedPastPurchases(ctx: Ctx, past: { agent: TestAgent; merchantId: string; count: number }): Promise<void> {
  const { agent, merchantId, count } = past;
  const values = [agent.agentId, agent.walletId, merchantId, count, ctx.clock.now()];
  await ctx.db.query({
    name: 'test.past-payments',
    text: `insert into agent_payment (id, wallet_id, agent_id, merchant_id, checkout_id, snapshot_hash, cart_hash, amount, currency, status, human_present, expires_at, created_at,
                                      merchant_country, categories)
           select 'pay_past_' || $1 || n, $2, $1, $3, 'past-' || n, 'x', 'x', 1000, 'CAD', 'completed', false, at, at, 'CA', '{pantry}'
             from generate_series(1, $4::int) n cross join lateral (select $5::timestamptz - n * interval '1 minute' as at) t`,
    values,
  });
  await ctx.db.query({
    name: 'test.past-holds',
    text: `insert into spending_hold (payment_id, agent_id, currency, amount, day_key, week_key, month_key, automatic, status, created_at)
           select p.id, p.agent_id, p.currency, p.amount, to_char(p.created_at at time zone w.time_zone, '"d:"YYYY-MM-DD'),
                  to_char(p.created_at at time zone w.time_zone, '"w:"IYYY"-W"IW'), to_char(p.created_at at time zone w.time_zone, '"m:"YYYY-MM'), true, 'held', p.created_at
             from agent_payment p join wallet w on w.id = p.wallet_id where p.agent_id = $1 and p.id like 'pay_past_%'`,
    values: [agent.agentId],
  });
  await ctx.db.query({
    name: 'test.past-usage',
    text: `insert into spending_usage (agent_id, wallet_id, currency, window_key, amount)
           select agent_id, $2, currency, window_key, sum(amount) from spending_hold cross join lateral unnest(array[day_key, week_key, month_key]) window_key
            where agent_id = $1 group by 1, 3, 4`,
    values: [agent.agentId, agent.walletId],
  });
  await ctx.db.query({
    name: 'test.past-history',
    text: `insert into spending_history (agent_id, key, purchases, amount)
           select h.agent_id, k.key, count(*), sum(case when k.key like 'c:%' then h.amount else 0 end)
             from spending_hold h join agent_payment p on p.id = h.payment_id join wallet w on w.id = p.wallet_id join merchant m on m.id = p.merchant_id
            cross join lateral (values ('n'), ('c:' || h.currency), ('h:' || to_char(h.created_at at time zone w.time_zone, 'HH24')), ('m:' || m.handle)) k(key)
            where h.agent_id = $1 group by 1, 2`,
    values: [agent.agentId],
  });
  await ctx.db.query({ name: 'test.past-used', text: `update spending_hold set status = 'used' where agent_id = $1`, values: [agent.agentId] });
}
