import { processWide } from '@/lib/kernel/process-wide';

/** Whether this process is on its way out. Readiness says so, and long answers end themselves. */
export type Lifecycle = {
  readonly draining: boolean;
  /** Aborted when draining begins. */
  readonly signal: AbortSignal;
  readonly drain: () => void;
};

export const lifecycle = processWide('lifecycle', (): Lifecycle => {
  const controller = new AbortController();
  return {
    get draining() {
      return controller.signal.aborted;
    },
    signal: controller.signal,
    drain: () => controller.abort(),
  };
});
