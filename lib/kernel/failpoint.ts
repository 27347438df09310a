import { processWide } from './process-wide';

/** The places where a test may end the process, to prove that what comes after can be resumed. */
export type Failpoint = 'complete.claimed' | 'complete.authorized' | 'complete.recorded';

const armed = processWide('failpoint', () => ({ name: null as string | null }));

/** Called once at start, under COUNTERSIGN_TEST=1 alone. */
export function armFailpoint(name: string): void {
  armed.name = name;
}

/** Ends the process as a power cut would, when armed for this place; otherwise nothing. */
export function failpoint(name: Failpoint): void {
  if (armed.name === name) process.kill(process.pid, 'SIGKILL');
}
