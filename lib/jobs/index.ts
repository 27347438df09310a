export type { Consumer, Consumers, LeasedEvent, PeriodicJob } from './types';
export { consumers } from './consumers';
export { periodicJobs } from './periodic';
export { relayNow } from './relay';
export { startWorker, type Worker } from './worker';
