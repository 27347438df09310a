import { metrics } from '@/lib/metrics';
import type { MeterPort } from '@/lib/ports';

/** Counts into this process's metrics (lib/metrics.ts). */
export const meter: MeterPort = {
  decided: ({ outcome, rule }) => metrics.decisions.inc({ outcome, rule }),
  answered: ({ outcome, seconds }) => metrics.stepUps.observe({ outcome }, seconds),
};
