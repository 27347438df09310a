import { balancesOf } from '@/lib/ledger';
import { money, toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { BANK_NAME, type BankId } from './banks';
import { heldAmount } from './hold-status';
import { parseStatementCursor, toStatementCursor } from './statement-cursor';
import { selectAccounts, selectEntries, selectOpenHolds, toMandate, type EntryRow } from './store';
import type { Hold, StatementEntry, StatementHold, StatementView } from './types';

const ENTRIES_PER_PAGE = 50;
const MAX_HOLDS = 200;

/**
 * A person's bank statement: balances, what is held now (at most 200), and what was booked, newest first, 50 a page. The sum of
 * all entries of a currency is what is available and held together. A cursor that is none of ours starts at the newest.
 */
export async function loadStatement(ctx: Ctx, query: { userId: string; cursor?: string; agentOnly?: boolean }): Promise<StatementView> {
  const accounts = await selectAccounts(ctx.db, query.userId);
  const agentOnly = query.agentOnly ?? false;
  const ledgerAccountIds = accounts.flatMap((account) => [account.availableAccountId, account.heldAccountId]);
  const before = query.cursor === undefined ? null : parseStatementCursor(query.cursor);

  const balances = await balancesOf(ctx, ledgerAccountIds);
  const holds = await selectOpenHolds(ctx.db, { bankAccountIds: accounts.map((account) => account.id), agentOnly, limit: MAX_HOLDS });
  const rows = await selectEntries(ctx.db, { ledgerAccountIds, agentOnly, before, limit: ENTRIES_PER_PAGE + 1 });
  const page = rows.slice(0, ENTRIES_PER_PAGE);
  const last = page.at(-1);
  return {
    accounts: accounts.map(({ bank, currency, availableAccountId, heldAccountId }) => ({
      bank,
      bankName: BANK_NAME[bank],
      currency,
      available: money(balances.get(availableAccountId) ?? 0n, currency),
      held: money(balances.get(heldAccountId) ?? 0n, currency),
    })),
    holds: holds.map(toStatementHold),
    entries: page.map(toStatementEntry),
    nextCursor: last && rows.length > page.length ? toStatementCursor({ at: last.created_at, id: last.id }) : null,
  };
}

const toStatementHold = (hold: Hold & { readonly bank: BankId }): StatementHold => ({
  id: hold.id,
  bank: hold.bank,
  amount: money(heldAmount(hold), hold.currency),
  merchant: hold.merchantName,
  agent: hold.agentName,
  humanPresent: hold.humanPresent,
  mandate: hold.mandate,
  orderId: hold.orderId,
  at: hold.createdAt,
  status: hold.status,
});

const toStatementEntry = (row: EntryRow): StatementEntry => ({
  id: row.id,
  bank: row.bank,
  amount: money(row.signed_amount, toCurrency(row.currency)),
  merchant: row.merchant_name ?? BANK_NAME[row.bank],
  agent: row.agent_name,
  humanPresent: row.human_present,
  mandate: toMandate(row),
  kind: row.kind,
  orderId: row.order_id,
  at: row.created_at,
});
