import { z } from 'zod';
import { keptObject, parseWith, text } from './schema';
import type { CancelRequest } from './wire';

const REASONS: readonly string[] = [
  'price_sensitivity',
  'shipping_cost',
  'shipping_speed',
  'product_fit',
  'trust_security',
  'returns_policy',
  'payment_options',
  'comparison',
  'timing_deferred',
  'other',
];

/** CancelSessionRequest, the same from 2025-12-12 on. Open objects, as published. The list of reasons grows: an unknown one is `other` (rules.md, ACP). */
const cancelRequest = z
  .looseObject({
    intent_trace: z
      .looseObject({
        reason_code: text,
        trace_summary: text.max(500).optional(),
        metadata: keptObject(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).optional(),
      })
      .optional(),
  })
  .optional();

export const parseCancel = parseWith(cancelRequest, (request): CancelRequest => {
  const trace = request?.intent_trace;
  if (!trace) return {};
  const reasonCode = REASONS.includes(trace.reason_code) ? trace.reason_code : 'other';
  return { intentTrace: { reasonCode, summary: trace.trace_summary ?? null, metadata: trace.metadata ?? null } };
});
