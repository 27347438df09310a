import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAccount } from '@/lib/ledger';
import { silentLog, testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { auditBooks } from './audit-books';
import { periodicJobs } from './periodic';

let ctx: TestCtx;
const told: (readonly [detail: object, message: string])[] = [];

beforeEach(async () => {
  told.length = 0;
  ctx = await testCtx({ ports: {}, log: { ...silentLog, error: (detail, message) => void told.push([detail, message]) } });
});

describe('the job that audits the books', () => {
  it('is among the periodic ones, which run in one process at a time', () => {
    expect(periodicJobs.map(({ run }) => run)).toContain(auditBooks);
  });

  it('says nothing of books that agree, and tells each difference at error level', async () => {
    await openAccount(ctx, { id: 'la_test_CAD', kind: 'customer_available', currency: 'CAD', bank: 'maple', mayGoNegative: false });
    expect(await auditBooks(ctx)).toBe(0);
    expect(told).toEqual([]);

    const owner = new pg.Client({ connectionString: ctx.ownerUrl });
    await owner.connect();
    await owner.query(`update ledger_account set credits_amount = credits_amount + 7 where id = 'la_test_CAD'`);
    await owner.end();
    expect(await auditBooks(ctx)).toBe(2);
    expect(told).toEqual([
      [{ check: 'ledger.sums', id: 'la_test_CAD', detail: expect.stringContaining('credits 7 CAD') as string }, 'the books differ'],
      [{ check: 'ledger.zero', id: 'maple CAD', detail: 'all balances sum to 7' }, 'the books differ'],
      [{ differences: 2 }, expect.stringContaining('npm run audit') as string],
    ]);
  });
});
