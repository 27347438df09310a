import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { createPageDb, prismaFor, type Db, type PageTenant } from './index';

/** Tables that pages have no business with: the page's role may not read one column of them. */
const CLOSED: Readonly<Record<string, string>> = {
  _prisma_migrations: 'no tenant: which migrations ran',
  agent_client_key: 'read where a client proves itself',
  agent_secret: "a secret's hash",
  bank: 'no tenant: which simulated banks answer',
  audit_pending: 'the work of the job that seals the trail',
  approval_challenge: 'handed out and checked by the API',
  consent_proof: 'what a person signed elsewhere: read by the API and by operators',
  email_verification: 'secrets, and asked before anyone is signed in',
  idempotency_record: 'whole answers of the API',
  inbox_message: 'ids of messages that were taken',
  installation: 'no tenant: facts about the installation',
  mail_challenge: 'secrets, and asked before anyone is signed in',
  mail_message: 'the development mailbox, on the embedded database alone and never as a tenant',
  merchant_webhook_secret: 'a secret',
  oauth_client: 'no tenant: clients that registered themselves',
  operator_action: 'no tenant: what operators did',
  operator_session: 'no tenant: an operator in a browser',
  order_notice: 'what a customer was told already: the work of the worker',
  outbox_event: 'the work of the worker and the operator',
  pairing_code: 'hashes of codes, made and redeemed by the API',
  passkey_ceremony: 'handed out and checked by the API',
  revoked_token: 'no tenant: ids of tokens',
  sign_in_ticket: 'secrets, and asked before anyone is signed in',
  signing_key: 'no tenant, and secret',
  store_notice: 'what a merchant’s people were told already: the work of the worker',
  stripe_event: 'no tenant: ids of events that were taken',
  stripe_payment: 'what was asked of Stripe; the order says what became of it',
  stripe_refund: 'what was asked of Stripe; the order says what became of it',
  protocol_message: 'of all tenants, redacted: an operator reads it',
  sms_message: 'the development mailbox, as mail_message',
  throttle: 'no tenant: counters',
  rate_budget: 'no tenant: counters',
  reconciliation_report: 'of all tenants: an operator reads it over the API',
  used_proof: 'no tenant: ids of proofs',
  vault_token: 'cards, given and paid with by the API',
};

const WHAT_TO_DO =
  "Every table says who may read it on a page. If it holds a tenant's rows that pages show, its migration ends with CALL row_security('the_table', 'wallet_id = page_wallet_id()'), " +
  'or merchant_id = page_merchant_id(), or a table above it as in 0005_row_security; secret columns are left out by the third argument, and lib/testing/tenants.ts makes a row of it. ' +
  'If pages never read it, it is named in CLOSED of this test with the reason.';

type Table = { name: string; secured: boolean; policies: string[]; page_reads: boolean; page_writes: boolean; key: string[] };

let ctx: TestCtx;
let owner: pg.Client;
let tables: Table[];
let a: Tenants;
let b: Tenants;

beforeAll(async () => {
  ctx = await testCtx();
  [a, b] = [await makeTenants(ctx), await makeTenants(ctx)];
  owner = new pg.Client({ connectionString: ctx.ownerUrl });
  await owner.connect();
  tables = (await owner.query<Table>(CATALOGUE)).rows;
});
afterAll(() => owner.end());

const CATALOGUE = `
  select c.relname as name, c.relrowsecurity as secured,
         array(select concat_ws(':', p.polname, r.rolname, p.polcmd) from pg_policy p join pg_roles r on r.oid = any(p.polroles) where p.polrelid = c.oid order by 1)::text[] as policies,
         has_any_column_privilege('countersign_page', c.oid, 'SELECT') as page_reads,
         has_any_column_privilege('countersign_page', c.oid, 'INSERT, UPDATE') or has_table_privilege('countersign_page', c.oid, 'DELETE, TRUNCATE') as page_writes,
         array(select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary order by 1)::text[] as key
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1`;

const open = (): Table[] => tables.filter(({ name }) => !(name in CLOSED));

/** The keys of the rows that a page of this tenant finds when it names no tenant at all. */
async function rowsSeen(db: Db, { name, key }: Table): Promise<string[]> {
  const rows = await db.query<{ id: string }>({ name: `test.${name}`, text: `select row(${key.join(', ')})::text as id from ${name}`, values: [] });
  return rows.map(({ id }) => id);
}

const pageOf = (tenant: PageTenant): Db => createPageDb(ctx.pool, tenant);

/** What a wallet and its merchant see between them. */
async function seenBy(table: Table, { owner: { agent }, shop }: Tenants): Promise<string[]> {
  const seen = await Promise.all([rowsSeen(pageOf({ walletId: agent.walletId }), table), rowsSeen(pageOf({ merchantId: shop.merchantId }), table)]);
  return [...new Set(seen.flat())];
}

describe('every table', () => {
  it("is either under row-level security or closed to the page's role", () => {
    for (const table of open()) {
      expect(table, `${table.name}: ${WHAT_TO_DO}`).toMatchObject({
        secured: true,
        policies: ['application:countersign_app:*', 'page:countersign_page:r'],
        page_reads: true,
      });
    }
    for (const name of Object.keys(CLOSED)) {
      const table = tables.find((each) => each.name === name);
      if (table) expect(table.page_reads, `${name} is on the list of closed tables, and the page's role reads it`).toBe(false);
    }
  });

  it('can be written by no page', () => {
    expect(tables.filter((table) => table.page_writes)).toEqual([]);
  });

  it("shows a tenant's page its own rows, and no row of another tenant, without any predicate", async () => {
    for (const table of open()) {
      const [ofA, ofB] = [await seenBy(table, a), await seenBy(table, b)];
      expect(ofA.length, `${table.name} has a row of its own to show`).toBeGreaterThan(0);
      expect(ofB.length, `${table.name} has a row of another tenant to hide`).toBeGreaterThan(0);
      expect(ofA.filter((id) => ofB.includes(id)), `${table.name} shows one tenant's rows to another`).toEqual([]);
    }
  });

  it.each<[string, () => PageTenant]>([
    ['an unknown wallet', () => ({ walletId: 'wal_none' })],
    ['an unknown merchant', () => ({ merchantId: 'none' })],
    ['an empty id of a wallet', () => ({ walletId: '' })],
    ['an empty id of a merchant', () => ({ merchantId: '' })],
    ["a merchant's id in the place of a wallet's", () => ({ walletId: a.shop.merchantId })],
    ["a wallet's id in the place of a merchant's", () => ({ merchantId: a.owner.agent.walletId })],
  ])('is empty to %s', async (_name, tenant) => {
    for (const table of open()) expect(await rowsSeen(pageOf(tenant()), table), table.name).toEqual([]);
  });

  it('is empty where no tenant was said', async () => {
    await owner.query('begin; set local role countersign_page');
    for (const { name, key } of open()) expect((await owner.query(`select ${key.join(', ')} from ${name}`)).rows, name).toEqual([]);
    await owner.query('rollback');
  });
});

describe('the page of one order', () => {
  it('shows that order with its ticket, its returns and the name of its merchant, and nothing else of anybody', async () => {
    const page = pageOf({ orderId: a.orderId });
    const shown: Readonly<Record<string, string[]>> = { purchase_order: [`(${a.orderId},${a.shop.merchantId})`], merchant: [`(${a.shop.merchantId})`], kitchen_ticket: [`(${a.shop.merchantId},${a.orderId})`], merchant_storefront: [`(${a.shop.merchantId})`] };
    for (const table of open()) {
      const seen = await rowsSeen(page, table);
      if (table.name.startsWith('order_return')) expect(seen, table.name).toHaveLength(1);
      else expect(seen, table.name).toEqual(shown[table.name] ?? []);
    }
  });
});

describe('the page of one cart', () => {
  it('shows that cart and the name of its merchant, and nothing else of anybody', async () => {
    const page = pageOf({ cartId: a.cartId });
    const shown: Readonly<Record<string, string[]>> = { cart: [`(${a.cartId},${a.shop.merchantId})`], merchant: [`(${a.shop.merchantId})`] };
    for (const table of open()) expect(await rowsSeen(page, table), table.name).toEqual(shown[table.name] ?? []);
  });
});

describe('what a page reads through', () => {
  let count = 0;
  const statement = (text: string) => ({ name: `test.${(count += 1)}`, text, values: [] });
  const WHO = `select current_user::text as role, current_setting('countersign.wallet_id', true) as wallet, current_setting('transaction_read_only') as read_only`;

  it("works as the page's role and leaves nothing of it on the connection", async () => {
    const page = pageOf({ walletId: a.owner.agent.walletId });
    const asked = [...Array(30).keys()].map(() => Promise.all([page.query(statement(WHO)), ctx.db.query(statement(WHO))]));
    for (const [asPage, asApplication] of await Promise.all(asked)) {
      expect(asPage).toEqual([{ role: 'countersign_page', wallet: a.owner.agent.walletId, read_only: 'on' }]);
      expect(asApplication).toMatchObject([{ role: 'countersign_app', read_only: 'off' }]);
      expect(['', null]).toContain((asApplication as { wallet?: string | null }[])[0]?.wallet);
    }
  });

  it('keeps two tenants apart who read at the same moment', async () => {
    const ids = statement('select id from wallet');
    const pages = [a, b].map(({ owner: { agent } }) => ({ page: pageOf(agent), walletId: agent.walletId }));
    const asked = [...Array(50).keys()].flatMap(() => pages.map(async ({ page, walletId }) => [await page.query(ids), walletId] as const));
    for (const [rows, walletId] of await Promise.all(asked)) expect(rows).toEqual([{ id: walletId }]);
  });

  it('refuses to write, to read a secret, and to become another role', async () => {
    const page = pageOf(a.owner.agent);
    await expect(page.query(statement('update agent set name = name'))).rejects.toThrow();
    await expect(page.query(statement('select password_hash from app_user'))).rejects.toThrow('permission denied');
    await expect(page.query(statement('select sealed_token from payment_token'))).rejects.toThrow('permission denied');
    expect(await page.query(statement('select id from wallet'))).toHaveLength(1);
  });

  it.each(["wal'; set role countersign_app; --", 'wal_\u0000', '\\', "' or true --"])('shows nothing for the id %j, and runs in no other role', async (walletId) => {
    const rows = await pageOf({ walletId }).query(statement('select id from wallet')).catch(() => []);
    expect(rows).toEqual([]);
  });

  it('is one transaction where a page asks for one', async () => {
    const seen = await pageOf(a.owner.agent).transaction((tx) => Promise.all([tx.query(statement(WHO)), tx.query(statement('select id from wallet'))]));
    expect(seen).toMatchObject([[{ role: 'countersign_page' }], [{ id: a.owner.agent.walletId }]]);
  });
});

describe('Prisma', () => {
  it('sees the rows of one tenant, and writes none', async () => {
    for (const { owner: { agent }, shop } of [a, b]) {
      const prisma = prismaFor(ctx.pool, agent);
      expect(await prisma.agent.findMany({ select: { id: true } })).toEqual([{ id: agent.agentId }]);
      expect(await prisma.checkout.findMany()).toEqual([]);
      expect(await prismaFor(ctx.pool, shop).purchase_order.count()).toBe(1);
      await expect(prisma.agent.updateMany({ data: { name: 'x' } })).rejects.toThrow();
    }
  });
});
