import type { Db } from '@/lib/db';
import { toCurrency } from '@/lib/kernel/money';
import type { NewAccount, Transfer, TransferKind } from './types';

export async function insertAccount(db: Db, account: NewAccount, now: Date): Promise<void> {
  // Of any key: those wider than the id begin with it, and of two at once the later may meet one of them first.
  await db.query({
    name: 'ledger.open_account',
    text: `insert into ledger_account (id, kind, currency, may_go_negative, bank, created_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict do nothing`,
    values: [account.id, account.kind, account.currency, account.mayGoNegative, account.bank, now],
  });
}

/**
 * Locks both accounts in the order of their ids, so that two transfers never wait for each other, and writes the transfer only
 * if the debited one can bear it: a transfer that cannot be made raises no error and leaves the transaction usable. The sums
 * of the accounts are kept by the trigger on ledger_transfer, and the check on ledger_account is the last guard.
 */
export async function insertTransfer(db: Db, transfer: Transfer): Promise<{ moved: boolean; accounts: number }> {
  const [row] = await db.query<{ moved: boolean; accounts: number }>({
    name: 'ledger.transfer',
    text: `with account as materialized (
             select id, bank, may_go_negative, credits_amount - debits_amount as balance
               from ledger_account
              where id in ($3, $4) and currency = $5
              order by id
                for no key update
           ), moved as (
             insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, currency, amount, reference, bank, created_at)
             select $1, $2, $3, $4, $5, $6::bigint, $7, (select min(bank) from account), $8::timestamptz
              where (select count(*) = 2 and count(distinct bank) = 1 from account)
                and exists (select 1 from account where id = $3 and (may_go_negative or balance >= $6::bigint))
             on conflict (reference) do nothing
             returning id
           )
           select exists (select 1 from moved) as moved,
                  (select case when count(distinct bank) = 1 then count(*) else 0 end from account)::int as accounts`,
    values: [
      transfer.id, transfer.kind, transfer.debitAccountId, transfer.creditAccountId,
      transfer.currency, transfer.amount, transfer.reference, transfer.createdAt,
    ],
  });
  return row ?? { moved: false, accounts: 0 };
}

type TransferRow = {
  id: string;
  kind: TransferKind;
  debit_account_id: string;
  credit_account_id: string;
  currency: string;
  amount: bigint;
  reference: string;
  created_at: Date;
};

export async function findByReference(db: Db, reference: string): Promise<Transfer | null> {
  const [row] = await db.query<TransferRow>({
    name: 'ledger.find_transfer',
    text: `select id, kind, debit_account_id, credit_account_id, currency, amount, reference, created_at
             from ledger_transfer where reference = $1`,
    values: [reference],
  });
  return row ? toTransfer(row) : null;
}

export async function selectBalances(db: Db, accountIds: readonly string[]): Promise<{ id: string; balance: bigint }[]> {
  return db.query<{ id: string; balance: bigint }>({
    name: 'ledger.balances',
    text: 'select id, credits_amount - debits_amount as balance from ledger_account where id = any($1::text[])',
    values: [accountIds],
  });
}

const toTransfer = (row: TransferRow): Transfer => ({
  id: row.id,
  kind: row.kind,
  debitAccountId: row.debit_account_id,
  creditAccountId: row.credit_account_id,
  currency: toCurrency(row.currency),
  amount: row.amount,
  reference: row.reference,
  createdAt: row.created_at,
});
