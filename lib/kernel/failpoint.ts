import { processWide } from './process-wide';

/**
 * The places where a test may end or stop the process, in the order in which a purchase passes them, to prove that what comes after can
 * be resumed. `in a transaction`: what the transaction wrote is lost with the process, and what it locked stays locked while the process is stopped.
 */
export const FAILPOINTS = {
  'complete.claiming': 'in a transaction',
  'complete.claimed': 'between two',
  'network.recorded': 'between two',
  'network.held': 'in a transaction',
  'network.concluded': 'between two',
  'complete.authorized': 'between two',
  'complete.recording': 'in a transaction',
  'complete.recorded': 'between two',
  'complete.answered': 'between two',
  'capture.begun': 'between two',
  'capture.taken': 'in a transaction',
  'capture.captured': 'between two',
  'capture.recording': 'in a transaction',
  'capture.recorded': 'between two',
} as const;

/** The same for what may come after a purchase: a refund, between its record and the network, and between the network's answer and its record. */
export const REFUND_FAILPOINTS = ['refund.recorded', 'refund.answered'] as const;

/** And between a payment at a provider's page and what becomes of it here. */
export const HOSTED_FAILPOINTS = ['hosted.ordered', 'hosted.late'] as const;

export type Failpoint = keyof typeof FAILPOINTS | (typeof HOSTED_FAILPOINTS)[number] | (typeof REFUND_FAILPOINTS)[number];

type Armed = { name: string | null; signal: 'SIGKILL' | 'SIGSTOP' };

const armed = processWide('failpoint', (): Armed => ({ name: null, signal: 'SIGKILL' }));

/** Called once at start, under COUNTERSIGN_TEST=1 alone. `name` ends the process there, `name:stop` stops it once, until SIGCONT. */
export function armFailpoint(text: string): void {
  const [name = '', how] = text.split(':');
  armed.name = name;
  armed.signal = how === 'stop' ? 'SIGSTOP' : 'SIGKILL';
}

/** Ends the process as a power cut would, or stops it as a very slow machine would, when armed for this place; otherwise nothing. */
export function failpoint(name: Failpoint): void {
  if (armed.name !== name) return;
  armed.name = null;
  process.kill(process.pid, armed.signal);
}
