import { countAudited, runAudit, type AuditScope, type Difference } from '@/lib/audit';
import { initComposition } from '@/lib/composition';
import { createPool } from '@/lib/db';
import { loadEnv, type Env } from '@/lib/env';
import { processLog } from '@/lib/log';
import { bootInstallation } from './boot-installation';

// npm run audit: compares the books with themselves, as the application's role. Beside a running server it uses the server's embedded
// database; without one it starts that of the data folder for as long as it takes. One line for each difference; exit 1 on any.

async function main(env: Env): Promise<number> {
  const platform = await bootInstallation(env);
  const pool = createPool({ connectionString: platform.appUrl, role: platform.role, max: 2 });
  try {
    const { ctx } = initComposition({ pool, config: platform.config, log: processLog() });
    const differences = await runAudit(ctx);
    report(differences, await countAudited(ctx));
    return differences.length === 0 ? 0 : 1;
  } finally {
    await pool.end();
    await platform.release();
  }
}

function report(differences: readonly Difference[], scope: AuditScope): void {
  for (const { check, id, detail } of differences) console.log(`${check}  ${id}  ${detail}`);
  const looked = `${scope.checks} checks over ${scope.transfers} transfers, ${scope.payments} payments and ${scope.orders} orders`;
  console.log(`${differences.length === 0 ? 'no differences' : `${differences.length} differences`}: ${looked}`);
}

main(loadEnv()).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(`The audit could not be made: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
