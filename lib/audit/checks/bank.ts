import type { Check } from '../types';

/** The bank's holds beside the ledger. A transfer's reference is `kind:hold's reference[:key]` (lib/bank/references.ts). */
export const bankChecks: readonly Check[] = [
  {
    name: 'bank.transfers',
    says: 'A hold is what its transfers placed, captured, released and refunded.',
    text: `
      select coalesce(h.reference, t.reference) as id,
             format('hold %s captured %s released %s refunded %s, transfers hold %s capture %s release %s refund %s', coalesce(h.amount::text, 'none'),
                    h.captured_amount, h.released_amount, h.refunded_amount, t.placed, t.captured, t.released, t.refunded) as detail
        from bank_hold h
        full join (
          select split_part(reference, ':', 2) as reference, coalesce(sum(amount) filter (where kind = 'hold'), 0) as placed,
                 coalesce(sum(amount) filter (where kind = 'capture'), 0) as captured, coalesce(sum(amount) filter (where kind = 'release'), 0) as released,
                 coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunded
            from ledger_transfer where kind in ('hold', 'capture', 'release', 'refund') group by 1) t on t.reference = h.reference
       where (h.amount, h.captured_amount, h.released_amount, h.refunded_amount) is distinct from (t.placed, t.captured, t.released, t.refunded)`,
  },
  {
    name: 'bank.accounts',
    says: 'The transfers of a hold move money of its own account, in its currency.',
    text: `
      select t.id, format('%s of hold %s moves %s from %s to %s', t.kind, h.reference, t.currency, t.debit_account_id, t.credit_account_id) as detail
        from ledger_transfer t
        join bank_hold h on h.reference = split_part(t.reference, ':', 2)
        join bank_account a on a.id = h.bank_account_id
       where t.kind in ('hold', 'capture', 'release', 'refund')
         and not (t.currency = h.currency and case t.kind
               when 'hold' then t.debit_account_id = a.available_account_id and t.credit_account_id = a.held_account_id
               when 'release' then t.debit_account_id = a.held_account_id and t.credit_account_id = a.available_account_id
               when 'refund' then exists (select 1 from ledger_account s where s.id = t.debit_account_id and s.kind = 'merchant_settlement') and t.credit_account_id = a.available_account_id
               else t.debit_account_id = a.held_account_id and exists (select 1 from ledger_account s where s.id = t.credit_account_id and s.kind = 'merchant_settlement') end)`,
  },
  {
    name: 'bank.route',
    says: 'A card draws on its own bank, which is the one that the network routed to, and its money stays in the ledger of that bank.',
    text: `
      select h.reference as id, format('card %s of %s, account %s of %s, ledger of %s, routed to %s', c.id, c.bank, a.id, a.bank, l.bank, coalesce(n.bank, 'none')) as detail
        from bank_hold h
        join bank_card c on c.id = h.card_id
        join bank_account a on a.id = h.bank_account_id
        join ledger_account l on l.id = a.held_account_id
        left join network_transaction n on n.id = h.reference
       where c.bank <> a.bank or l.bank <> a.bank or n.bank <> a.bank
       union all
      select a.id, format('account of %s, available %s, held %s', a.bank, v.bank, l.bank)
        from bank_account a
        join ledger_account v on v.id = a.available_account_id
        join ledger_account l on l.id = a.held_account_id
       where (v.bank, l.bank) <> (a.bank, a.bank)
       union all
      select t.id, format('of %s moves from %s to %s', t.bank, d.bank, k.bank)
        from ledger_transfer t
        join ledger_account d on d.id = t.debit_account_id
        join ledger_account k on k.id = t.credit_account_id
       where (d.bank, k.bank) <> (t.bank, t.bank)`,
  },
  {
    name: 'bank.status',
    says: 'The status of a hold follows from its amounts.',
    text: `
      select reference as id, format('is %s with %s of %s captured and %s released', status, captured_amount, amount, released_amount) as detail
        from bank_hold
       where status <> case when captured_amount + released_amount < amount then 'held' when captured_amount > 0 then 'captured' else 'released' end`,
  },
  {
    name: 'bank.held',
    says: "What stands on a person's held account is what their open holds have left.",
    text: `
      select a.id, format('%s %s are held, its open holds have %s left', l.credits_amount - l.debits_amount, a.currency, coalesce(h.amount, 0)) as detail
        from bank_account a
        join ledger_account l on l.id = a.held_account_id
        left join (select bank_account_id, sum(amount - captured_amount - released_amount) as amount from bank_hold group by 1) h on h.bank_account_id = a.id
       where l.credits_amount - l.debits_amount <> coalesce(h.amount, 0)`,
  },
];
