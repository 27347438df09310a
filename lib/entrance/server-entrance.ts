import { processWide } from '@/lib/kernel/process-wide';

/**
 * Set by lib/server/main.ts, which strips internal headers from what callers send and writes its own. Without that server (`next dev`,
 * a serverless host) proxy.ts does so.
 */
export const serverEntrance = processWide('server-entrance', () => ({ ours: false }));
