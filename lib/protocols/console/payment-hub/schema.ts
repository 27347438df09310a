import { z } from 'zod';
import { CARD_AVAILABILITIES } from '@/lib/ports';

export const ResetBody = z.strictObject({ recreate: z.boolean().default(true) });
export const FeePolicyBody = z.strictObject({ feeBasisPoints: z.int().min(0).max(10_000) });
export const SimulateBody = z.strictObject({ availabilityStatus: z.enum(CARD_AVAILABILITIES) });
