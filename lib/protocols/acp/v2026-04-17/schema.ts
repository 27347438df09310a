import { z } from 'zod';
import { requestFields } from '../capability-session/schema';
import { addressFields, isKeptText, list, text } from '../schema';

// ACP 2026-04-17, schema.agentic_checkout.json.

const fields = requestFields(z.strictObject({ ...addressFields, company: text.optional() }));

const notes = { order_notes: z.string().max(5000).refine(...isKeptText).optional() };

export const createRequest = z.strictObject({ ...fields.create, ...notes });
export const updateRequest = z.strictObject({ ...fields.update, ...notes });
export const completeRequest = z.strictObject({
  ...fields.complete,
  ...notes,
  marketing_consents: list(z.strictObject({ channel: text, opted_in: z.boolean() })).optional(),
});
