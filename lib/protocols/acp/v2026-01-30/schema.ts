import { z } from 'zod';
import { requestFields } from '../capability-session/schema';
import { address } from '../schema';

// ACP 2026-01-30, schema.agentic_checkout.json.

const fields = requestFields(address);

export const createRequest = z.strictObject(fields.create);
export const updateRequest = z.strictObject(fields.update);
export const completeRequest = z.strictObject(fields.complete);
