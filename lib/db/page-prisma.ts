import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '@/lib/generated/prisma/client';
import { processWide } from '@/lib/kernel/process-wide';
import { PAGE_ROLE, settingOf, type PageTenant } from './page-db';

const clientFor = (pool: pg.Pool): PrismaClient => processWide('prisma', () => new PrismaClient({ adapter: new PrismaPg(pool) }));

/**
 * Prisma for the reads of one tenant's pages, over the same pool and under the same policies as createPageDb: each operation is a
 * transaction that first becomes the page's role. It never joins a transaction of ours. Columns that the role may not read must be left out by `select`.
 */
export function prismaFor(pool: pg.Pool, tenant: PageTenant) {
  const prisma = clientFor(pool);
  const { name, value } = settingOf(tenant);
  return prisma.$extends({
    query: {
      async $allOperations({ args, query }) {
        const become = prisma.$queryRaw`select set_config('transaction_read_only', 'on', true), set_config('role', ${PAGE_ROLE}, true), set_config(${name}, ${value}, true)`;
        const answers: readonly unknown[] = await prisma.$transaction([become, query(args)]);
        return answers[1];
      },
    },
  });
}
