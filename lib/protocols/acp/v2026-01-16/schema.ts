import { z } from 'zod';
import { authenticationResult20260116 } from '../authentication-result';
import { completeFields } from '../provider-session/schema';

// ACP 2026-01-16, schema.agentic_checkout.json. Closed but for the attribution and the intent trace. Only the outcomes of an
// authentication are named otherwise than in 2025-12-12.

export const completeRequest = z.strictObject({ ...completeFields, authentication_result: authenticationResult20260116.optional() });
