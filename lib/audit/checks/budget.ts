import type { Check } from '../types';

/** Product.md, invariant 1: what is counted is what is held and used. */
export const budgetChecks: readonly Check[] = [
  {
    name: 'budget.usage',
    says: 'The usage of a window is what the holds in it come to, held and used.',
    text: `
      select coalesce(u.agent_id, h.agent_id) as id,
             format('%s %s counts %s, its holds come to %s', coalesce(u.window_key, h.window_key), coalesce(u.currency, h.currency),
                    coalesce(u.amount, 0), coalesce(h.amount, 0)) as detail
        from spending_usage u
        full join (
          select agent_id, currency, window_key, sum(amount) as amount
            from spending_hold cross join lateral unnest(array[day_key, week_key, month_key]) as window_key
           where status in ('held', 'used') group by 1, 2, 3) h on (h.agent_id, h.currency, h.window_key) = (u.agent_id, u.currency, u.window_key)
       where coalesce(u.amount, 0) <> coalesce(h.amount, 0)`,
  },
  {
    name: 'budget.wallet',
    says: 'What an agent spent counts for the wallet that it belongs to, and a hold\'s week is the one that its day lies in.',
    text: `
      select u.agent_id as id, format('%s %s counts for wallet %s, the agent belongs to %s', u.window_key, u.currency, u.wallet_id, coalesce(a.wallet_id, 'none')) as detail
        from spending_usage u left join agent a on a.id = u.agent_id
       where a.wallet_id is distinct from u.wallet_id
      union all
      select payment_id, format('%s is not in %s or not in %s', day_key, week_key, month_key) from spending_hold
       where week_key <> to_char(substr(day_key, 3)::date, '"w:"IYYY"-W"IW') or month_key <> 'm:' || substr(day_key, 3, 7)`,
  },
  {
    name: 'budget.authorization',
    says: 'What was drawn on an authorisation of the owner is what the holds on it come to, by its agent, once where it is for one purchase.',
    text: `
      select coalesce(a.id, h.authorization_id) as id,
             format('%s of %s %s drawn, its holds come to %s in %s', a.used_amount, a.amount, a.currency, coalesce(h.amount, 0), coalesce(h.holds, 0)) as detail
        from spending_authorization a
        full join (
          select authorization_id, agent_id, currency, sum(amount) as amount, count(*) as holds
            from spending_hold where status in ('held', 'used') and authorization_id is not null group by 1, 2, 3) h on h.authorization_id = a.id
       where a.id is null or a.used_amount <> coalesce(h.amount, 0) or (h.agent_id, h.currency) <> (a.agent_id, a.currency) or (a.single_use and h.holds > 1)`,
  },
  {
    name: 'budget.hold',
    says: 'A payment holds its amount while it may be paid, has used it once it was, and gives it back otherwise.',
    text: `
      select coalesce(p.id, h.payment_id) as id,
             format('payment %s %s %s, hold %s %s %s', coalesce(p.status, 'missing'), p.amount, p.currency, coalesce(h.status, 'none'), h.amount, h.currency) as detail
        from agent_payment p
        full join spending_hold h on h.payment_id = p.id
       where p.id is null
          or (h.amount, h.currency, h.agent_id, h.automatic) <> (p.amount, p.currency, p.agent_id, not p.human_present and h.authorization_id is null)
          or coalesce(h.status, 'none') <> all (case p.status
               when 'approved' then array['held'] when 'completed' then array['used']
               when 'step_up_required' then array['none'] when 'rejected' then array['none'] when 'failed' then array['released']
               else array['none', 'released'] end)`,
  },
];
