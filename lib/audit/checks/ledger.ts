import type { Check } from '../types';

/** Product.md, invariant 4: balances follow from the entries. */
export const ledgerChecks: readonly Check[] = [
  {
    name: 'ledger.sums',
    says: 'The sums of an account are those of its transfers.',
    text: `
      select a.id, format('has debits %s and credits %s %s, its transfers sum to %s and %s', a.debits_amount, a.credits_amount, a.currency,
                          coalesce(d.amount, 0), coalesce(c.amount, 0)) as detail
        from ledger_account a
        left join (select debit_account_id as id, sum(amount) as amount from ledger_transfer group by 1) d on d.id = a.id
        left join (select credit_account_id as id, sum(amount) as amount from ledger_transfer group by 1) c on c.id = a.id
       where a.debits_amount <> coalesce(d.amount, 0) or a.credits_amount <> coalesce(c.amount, 0)`,
  },
  {
    name: 'ledger.zero',
    says: 'All balances of a currency sum to zero, at each bank.',
    text: `
      select bank || ' ' || currency as id, format('all balances sum to %s', sum(credits_amount - debits_amount)) as detail
        from ledger_account group by bank, currency having sum(credits_amount - debits_amount) <> 0`,
  },
  {
    name: 'ledger.bounds',
    says: 'Only an account of the bank itself is below zero, or what a holder owes on credit.',
    text: `
      select id, format('%s is at %s %s', kind, credits_amount - debits_amount, currency) as detail
        from ledger_account where credits_amount < debits_amount and (kind not in ('bank_funding', 'card_credit') or not may_go_negative)`,
  },
];
