import { z } from 'zod';
import { snakeCaseKeys } from '../snake-case';

const MAX_URL_LENGTH = 2_000;
const MIN_SECRET_LENGTH = 32;
const MAX_SECRET_LENGTH = 256;

/** POST /api/agent/v1/webhooks (rules.md, Webhooks), for a caller who may listen to these events. */
export const registerBodyFor = <Event extends string>(events: readonly [Event, ...Event[]]) => z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    url: z.string({ error: 'must be a URL' }).max(MAX_URL_LENGTH, 'is too long'),
    // Visible ASCII: what both sides turn into the same bytes of a key.
    secret: z
      .string({ error: 'must be text' })
      .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`)
      .max(MAX_SECRET_LENGTH, `must have at most ${MAX_SECRET_LENGTH} characters`)
      .regex(/^[\x21-\x7e]*$/, 'must be visible ASCII characters')
      .optional(),
    events: z
      .array(z.enum(events, { error: `must be one of ${events.join(', ')}` }), { error: 'must be a list' })
      .min(1, 'must not be empty')
      .max(events.length, 'has too many entries'),
  }),
);
