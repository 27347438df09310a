import type { Endpoint } from '@/lib/http/endpoint';
import { getHealth, getHealthLive, getHealthReady, getReady } from './health';

export { renderFailure } from './errors';
export { getHealth, getHealthLive, getHealthReady, getReady };

/** What a balancer and an orchestrator of processes ask. */
export const endpoints: readonly Endpoint[] = [getHealth, getHealthLive, getHealthReady, getReady];
