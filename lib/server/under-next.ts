import { getCtx } from '@/lib/composition';
import { loadEnv } from '@/lib/env';
import { processWide } from '@/lib/kernel/process-wide';
import { processLog } from '@/lib/log';
import { startBackground, startCore } from './core';
import { startInspector } from './inspector';
import { createShutdown } from './shutdown';

/**
 * The core for a process that Next started: once, however often Next reloads its modules. It ends with its process: the embedded
 * database belongs to `npm run dev`, which outlives it.
 */
export const startUnderNext = (): Promise<void> =>
  processWide('under-next', async () => {
    const shutdown = createShutdown((name, error) => processLog().error({ err: error }, `${name} could not be stopped in order`));
    startBackground(await startCore(loadEnv(), shutdown), shutdown);
    startInspector(getCtx(), shutdown);
  });
