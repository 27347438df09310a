export type Shutdown = {
  /** What has to be undone at the end; the last thing first. */
  readonly onStop: (name: string, stop: () => Promise<unknown>) => void;
  readonly stop: () => Promise<void>;
};

/** Undoes what was started, in reverse. One fault does not keep the rest from being undone. */
export function createShutdown(report: (name: string, error: unknown) => void): Shutdown {
  const steps: { name: string; stop: () => Promise<unknown> }[] = [];
  return {
    onStop: (name, stop) => void steps.push({ name, stop }),
    stop: async () => {
      for (const { name, stop } of steps.splice(0).toReversed()) {
        try {
          await stop();
        } catch (error) {
          report(name, error);
        }
      }
    },
  };
}

/**
 * Ends the process at SIGTERM or SIGINT: waits until the start has come to its end, undoes it, exits 0. A second signal, or a stop that
 * takes longer than `deadlineSeconds`, exits 1 at once.
 */
export function stopAtSignals(started: Promise<unknown>, shutdown: Shutdown, deadlineSeconds: number): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log(`${signal}: finishing what is under way`);
    setTimeout(() => {
      console.error(`Not finished within ${deadlineSeconds} seconds; stopping anyway.`);
      process.exit(1);
    }, deadlineSeconds * 1000).unref();
    void started
      .catch(() => undefined)
      .then(() => shutdown.stop())
      .then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}
