import { createHistogram } from 'node:perf_hooks';
import { cpuSeconds } from './process';

/** What one run of calls cost. CPU is that of the process under test alone. */
export type Measured = { readonly calls: number; readonly cpuMsPerCall: number; readonly callsPerSecond: number; readonly p50Ms: number; readonly p99Ms: number };

/** Calls `send` once for each of `inputs` from `connections` loops, each waiting for its answer before the next call. */
export async function measure<Input>(pid: number, connections: number, inputs: readonly Input[], send: (input: Input) => Promise<void>): Promise<Measured> {
  const histogram = createHistogram();
  const queue = inputs.values();
  const loop = async (): Promise<void> => {
    for (const input of queue) {
      const startedAt = process.hrtime.bigint();
      await send(input);
      histogram.record(process.hrtime.bigint() - startedAt);
    }
  };
  const [cpuBefore, startedAt] = [cpuSeconds(pid), performance.now()];
  await Promise.all(Array.from({ length: connections }, loop));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuSeconds(pid) - cpuBefore;
  return {
    calls: inputs.length,
    cpuMsPerCall: (cpu * 1000) / inputs.length,
    callsPerSecond: inputs.length / seconds,
    p50Ms: histogram.percentile(50) / 1e6,
    p99Ms: histogram.percentile(99) / 1e6,
  };
}

/** The middle of several runs, by each figure: one disturbed run does not move it. */
export function median(runs: readonly Measured[]): Measured {
  const middle = (pick: (run: Measured) => number): number => {
    const sorted = runs.map(pick).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    calls: runs.reduce((sum, { calls }) => sum + calls, 0),
    cpuMsPerCall: middle((run) => run.cpuMsPerCall),
    callsPerSecond: middle((run) => run.callsPerSecond),
    p50Ms: middle((run) => run.p50Ms),
    p99Ms: middle((run) => run.p99Ms),
  };
}
