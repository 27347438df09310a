import { runAudit } from '@/lib/audit';
import type { Ctx } from '@/lib/ports';

/** So many differences are told one by one; the last line says how many there are. */
const TOLD_MAX = 50;

/**
 * Compares the books with themselves, as `npm run audit` does, and tells each difference in the log at error level. Changes nothing, and
 * no readiness: books that differ are for a person to look at, and a server that stops selling would not mend them. Answers how many it found.
 */
export async function auditBooks(ctx: Ctx): Promise<number> {
  const differences = await runAudit(ctx);
  for (const difference of differences.slice(0, TOLD_MAX)) ctx.log.error({ ...difference }, 'the books differ');
  if (differences.length > 0) ctx.log.error({ differences: differences.length }, 'the audit found differences: npm run audit prints all of them');
  return differences.length;
}
