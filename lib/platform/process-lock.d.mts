/** Names this process for good: pid and time of start, so that a pid used again is not taken for it. */
export function ownIdentity(): string;
/** Whether the process of that identity still runs. */
export function isAlive(identity: string): boolean;
/**
 * Runs `work` while no other process on this machine is inside withLock of the same folder. A holder that died, however it died,
 * holds nothing. Calls of one process exclude each other too. `onWait` is called once when the lock is not free at once.
 */
export function withLock<T>(folder: string, work: () => T | Promise<T>, onWait?: () => void): Promise<T>;
