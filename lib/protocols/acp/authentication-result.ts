import { z } from 'zod';
import type { AuthenticationReport } from '@/lib/checkout';
import { text } from './schema';

/** What 3-D Secure proved, for the bank. The same in every version that has it, but for the values of the indicator. */
const outcomeDetails = <S extends z.ZodType<string>>(indicator: S) =>
  z.strictObject({ three_ds_cryptogram: text, electronic_commerce_indicator: indicator, transaction_id: text, version: text });

/** Outcomes in which there is something to prove. */
const PROVEN: readonly string[] = ['authenticated', 'informational', 'attempt_acknowledged'];
const DETAILS_MISSING = { path: ['outcome_details'], message: 'is required with this outcome' };

/** AuthenticationResult of 2025-12-12, 2026-01-30 and 2026-04-17. */
export const authenticationResult = z
  .strictObject({
    outcome: z.enum([
      'abandoned',
      'attempt_acknowledged',
      'authenticated',
      'canceled',
      'denied',
      'informational',
      'internal_error',
      'not_supported',
      'processing_error',
      'rejected',
    ]),
    outcome_details: outcomeDetails(z.enum(['01', '02', '05', '06', '07'])).optional(),
  })
  .refine(({ outcome, outcome_details }) => outcome_details !== undefined || !PROVEN.includes(outcome), DETAILS_MISSING)
  .transform(({ outcome, outcome_details }) => toAuthentication(outcome, outcome_details));

/** AuthenticationResult of 2026-01-16 has outcomes of its own, here in the words of the versions around it. */
const OUTCOMES_2026_01_16 = {
  authenticated: 'authenticated',
  attempt: 'attempt_acknowledged',
  failed: 'denied',
  rejected: 'rejected',
  unavailable: 'not_supported',
} as const;

export const authenticationResult20260116 = z
  .strictObject({ outcome: z.enum(['authenticated', 'failed', 'unavailable', 'rejected', 'attempt']), outcome_details: outcomeDetails(text).optional() })
  .refine(({ outcome, outcome_details }) => outcome_details !== undefined || !PROVEN.includes(OUTCOMES_2026_01_16[outcome]), DETAILS_MISSING)
  .transform(({ outcome, outcome_details }) => toAuthentication(OUTCOMES_2026_01_16[outcome], outcome_details));

type Details = { three_ds_cryptogram: string; electronic_commerce_indicator: string; transaction_id: string; version: string };

const toAuthentication = (outcome: AuthenticationReport['outcome'], details: Details | undefined): AuthenticationReport => ({
  outcome,
  cryptogram: details?.three_ds_cryptogram ?? null,
  eci: details?.electronic_commerce_indicator ?? null,
  transactionId: details?.transaction_id ?? null,
  version: details?.version ?? null,
});
