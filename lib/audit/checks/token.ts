import type { Check } from '../types';

/** Product.md, invariants 2 and 5: a token pays once, and what a person approved is what was paid. */
export const tokenChecks: readonly Check[] = [
  {
    name: 'token.payment',
    says: 'A token is live for an approved payment alone, and says what its payment says.',
    text: `
      select t.id, format('is %s over %s %s for checkout %s, its payment %s is %s over %s %s for checkout %s', t.status, t.amount, t.currency, t.checkout_id,
                          t.payment_id, coalesce(p.status, 'missing'), p.amount, p.currency, p.checkout_id) as detail
        from payment_token t
        left join agent_payment p on p.id = t.payment_id
       where p.id is null or (t.status = 'live' and p.status <> 'approved')
          or (t.amount, t.currency, t.merchant_id, t.checkout_id, t.snapshot_hash, t.agent_id, t.wallet_id)
          <> (p.amount, p.currency, p.merchant_id, p.checkout_id, p.snapshot_hash, p.agent_id, p.wallet_id)`,
  },
  {
    name: 'token.one_live',
    says: 'A checkout has one live token at most.',
    text: `
      select checkout_id as id, format('has %s live tokens: %s', count(*), string_agg(id, ', ' order by id)) as detail
        from payment_token where status = 'live' group by checkout_id having count(*) > 1`,
  },
  {
    name: 'token.used',
    says: "A wallet's token is used by exactly one attempt, and the payment has come to what the attempt has.",
    text: `
      select coalesce(t.id, a.token_id) as id,
             format('token %s, attempt %s %s, payment %s %s', coalesce(t.status, 'missing'), coalesce(a.id, 'none'), a.status, t.payment_id, p.status) as detail
        from payment_token t
        join agent_payment p on p.id = t.payment_id
        full join (select * from payment_attempt where coalesce(credential->>'kind', 'wallet') = 'wallet') a on a.token_id = t.id
       where (t.status = 'used') is distinct from (a.id is not null)
          or (t.status = 'used' and p.status is distinct from case a.status
               when 'authorizing' then 'approved' when 'declined' then 'failed' when 'voided' then 'voided' when 'expired' then 'voided' else 'completed' end)`,
  },
  {
    name: 'token.vault',
    says: "A token of the vault is used by exactly one attempt, of its checkout and within its allowance.",
    text: `
      select coalesce(t.id, a.token_id) as id,
             format('token %s for %s of %s %s, attempt %s of %s %s %s', coalesce(t.status, 'missing'), t.checkout_id, t.max_amount, t.currency, coalesce(a.id, 'none'),
                    a.checkout_id, a.amount, a.currency) as detail
        from vault_token t
        full join (select * from payment_attempt where credential->>'kind' = 'vault') a on a.token_id = t.id
       where t.id is null or (t.status = 'used') <> (a.id is not null)
          or (a.merchant_id, a.checkout_id, a.currency) <> (t.merchant_id, t.checkout_id, t.currency)
          or a.amount > t.max_amount or t.used_at >= t.expires_at`,
  },
  {
    name: 'token.outcome',
    says: 'A payment that completed or failed spent one token, any other none but the one that is being paid with.',
    text: `
      select p.id, format('is %s and has spent %s tokens', p.status, count(t.id)) as detail
        from agent_payment p
        left join payment_token t on t.payment_id = p.id and t.status = 'used'
       group by p.id
      having case when p.status in ('completed', 'failed') then count(t.id) <> 1
                  when p.status in ('approved', 'voided') then count(t.id) > 1
                  else count(t.id) > 0 end`,
  },
  {
    name: 'token.approval',
    says: 'What went through by a person has their approval of that very cart, and an approval has its payment.',
    needsTime: true,
    text: `
      select p.id, format('is %s, human present %s, over %s %s, its approval %s is %s over %s %s', p.status, p.human_present, p.amount, p.currency,
                          coalesce(p.approval_id, 'none'), v.status, v.amount, v.currency) as detail
        from agent_payment p
        left join approval v on v.id = p.approval_id
       where (p.human_present and v.status is distinct from 'approved')
          or (v.status = 'approved' and not p.human_present)
          or (not p.human_present and p.approval_id is not null and p.status in ('approved', 'completed', 'failed'))
          or (p.status = 'step_up_required' and v.status is distinct from 'pending')
          or (p.status = 'rejected' and v.status is distinct from 'rejected')
          or (v.status = 'pending' and v.expires_at > $1::timestamptz and p.status <> 'step_up_required')
          or (v.payment_id, v.amount, v.currency, v.snapshot_hash) <> (p.id, p.amount, p.currency, p.snapshot_hash)`,
  },
];
