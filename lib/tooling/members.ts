import { existsSync } from 'node:fs';
import { initComposition } from '@/lib/composition';
import { createPool } from '@/lib/db';
import { loadEnv } from '@/lib/env';
import { removeLostPasskeys, normalizeEmail, type RemoveLostPasskeysError } from '@/lib/identity';
import { processLog } from '@/lib/log';
import { recordAction } from '@/lib/operations';
import { inTransaction } from '@/lib/ports';
import { bootInstallation } from './boot-installation';

/*
 * npm run members -- passkeys-lost EMAIL: someone who works at a merchant has lost every passkey, and nobody else there can help (docs/runbooks/
 * lost-passkeys.md). The passkeys are removed, every sign-in ends, the person is told by mail, and it stands in the operators' audit log. The
 * server may go on running.
 */

const USAGE = 'Usage: npm run members -- passkeys-lost EMAIL';
const REFUSALS: Record<RemoveLostPasskeysError['code'], string> = {
  person_not_found: 'nobody has this address.',
  nothing_to_remove: 'this person has no passkey, and none is asked of them.',
  has_wallet: 'this person holds a wallet. Its passkeys are recovered by its owner alone, at /recover.',
};

async function main([command, address]: readonly string[]): Promise<void> {
  if (command !== 'passkeys-lost' || address === undefined) throw new Error(USAGE);
  const email = normalizeEmail(address);
  if (email === null) throw new Error(`${address} is no email address.`);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = loadEnv();
  const platform = await bootInstallation(env);
  const pool = createPool({ connectionString: platform.appUrl, role: platform.role, max: 1 });
  try {
    const { ctx } = initComposition({ pool, config: platform.config, log: processLog() });
    const removed = await inTransaction(ctx, async (tx) => {
      const outcome = await removeLostPasskeys(tx, { email });
      if (outcome.ok) {
        await recordAction(tx, { action: 'remove_passkeys', subjects: [outcome.value.userId], outcome: 'done', by: { keyId: 'command-line', session: null }, clientAddress: 'this machine', requestId: `command-${process.pid}` });
      }
      return outcome;
    });
    if (!removed.ok) throw new Error(REFUSALS[removed.error.code]);
    console.log(`The passkeys of ${email} were removed, and every sign-in ended. A mail tells so.`);
  } finally {
    await pool.end();
    await platform.release();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`Nothing was changed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
