import type pg from 'pg';
import { traced } from '@/lib/kernel/tracing';
import { runTransaction, SPAN, toQuery, type Db, type Statement } from './db';

/** The role that pages read as: prisma/migrations/0005_row_security says which rows it sees. */
export const PAGE_ROLE = 'countersign_page';

/** Whose page it is: a wallet's, a merchant's, or that of one order or one cart for whoever has its id. */
export type PageTenant = { readonly walletId: string } | { readonly merchantId: string } | { readonly orderId: string } | { readonly cartId: string };

/**
 * What a page reads through: every statement sees the rows of `tenant` and of nobody else, whatever its predicates say, and none can
 * write. A statement is a transaction of its own, in one round trip. For pages: a call of the API has its tenant in each statement.
 */
export function createPageDb(pool: pg.Pool, tenant: PageTenant): Db {
  const become = becomeFor(tenant);
  const alone = (statement: Statement): Promise<object[]> => {
    const name = `page.${statement.name}`;
    return traced(name, SPAN, () => queryAlone(pool, become, toQuery({ ...statement, name })));
  };
  return {
    query: (statement) => alone(statement) as never,
    write: async (statement) => void (await alone(statement)), // PostgreSQL refuses it
    transaction: (work) =>
      traced('transaction', SPAN, () =>
        runTransaction(pool, async (tx) => {
          await tx.query(become);
          return work(tx);
        })),
  };
}

/** The same from where there is a Db and no pool: one transaction that reads as `tenant`'s pages do. */
export const readAsPage = <T>(db: Db, tenant: PageTenant, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.query(becomeFor(tenant));
    return work(tx);
  });

/** The setting that names a tenant to the policies. */
export function settingOf(tenant: PageTenant): { readonly name: string; readonly value: string } {
  if ('walletId' in tenant) return { name: 'countersign.wallet_id', value: tenant.walletId };
  if ('merchantId' in tenant) return { name: 'countersign.merchant_id', value: tenant.merchantId };
  if ('cartId' in tenant) return { name: 'countersign.cart_id', value: tenant.cartId };
  return { name: 'countersign.order_id', value: tenant.orderId };
}

/** For the rest of a transaction: reads alone, in the page's role, for one tenant. All that may be wrong with a value fails inside the transaction. */
function becomeFor(tenant: PageTenant): Statement {
  const { name, value } = settingOf(tenant);
  return {
    name: 'db.become-page',
    text: `select set_config('transaction_read_only', 'on', true), set_config('role', '${PAGE_ROLE}', true), set_config($1, $2, true)`,
    values: [name, value],
  };
}

/** All four are sent at once. Where the second fails, the transaction has failed and refuses the third: it never runs in another role. */
async function queryAlone(pool: pg.Pool, become: Statement, query: pg.QueryConfig): Promise<object[]> {
  const client = await pool.connect();
  const answers = await Promise.allSettled([client.query('begin'), client.query(toQuery(become)), client.query<object>(query), client.query('commit')]);
  const [begun, became, asked, ended] = answers;
  client.release(begun.status === 'rejected' || ended.status === 'rejected');
  for (const answer of [begun, became, ended]) if (answer.status === 'rejected') throw answer.reason;
  if (asked.status === 'rejected') throw asked.reason;
  return asked.value.rows;
}
