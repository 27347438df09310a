import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { processWide } from '@/lib/kernel/process-wide';

/** Seconds. What a person does takes minutes. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const STEP_UP_BUCKETS = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 86_400];

/**
 * What this process counts, in Prometheus' terms: rate, errors and duration of each route and wire, what became of agents' requests to pay, how long
 * people took over step-ups, and, when it is asked, what is promised and not done yet. Labels hold patterns and codes, never an id. docs/metrics.md.
 */
export const metrics = processWide('metrics', () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({ name: 'countersign_http_requests_total', help: 'Requests that were answered.', labelNames: ['wire', 'method', 'route', 'status'] as const, registers }),
    errors: new Counter({ name: 'countersign_http_errors_total', help: 'Answers of 400 and above.', labelNames: ['wire', 'method', 'route'] as const, registers }),
    durations: new Histogram({ name: 'countersign_http_request_duration_seconds', help: 'How long an answer took.', labelNames: ['wire', 'method', 'route'] as const, buckets: REQUEST_BUCKETS, registers }),
    decisions: new Counter({ name: 'countersign_payment_decisions_total', help: 'What became of requests to pay: allow, ask or refuse, and the rule that said so.', labelNames: ['outcome', 'rule'] as const, registers }),
    stepUps: new Histogram({ name: 'countersign_step_up_duration_seconds', help: 'From asking a person until they answered.', labelNames: ['outcome'] as const, buckets: STEP_UP_BUCKETS, registers }),
    downstream: new Counter({ name: 'countersign_downstream_calls_total', help: 'Calls of the downstream services, tries of one call together: answered, refused (4xx), failed, or not asked because it failed too often or too many wait.', labelNames: ['service', 'outcome'] as const, registers }),
    outboxWaiting: new Gauge({ name: 'countersign_outbox_waiting', help: 'Promised side effects that are not done yet, in the whole installation.', registers }),
    outboxAge: new Gauge({ name: 'countersign_outbox_oldest_seconds', help: 'How long the oldest of them waits.', registers }),
    outboxDead: new Gauge({ name: 'countersign_outbox_dead', help: 'Promised side effects that failed for good and wait for an operator.', registers }),
  };
});
