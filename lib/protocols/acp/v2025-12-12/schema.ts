import { z } from 'zod';
import { authenticationResult } from '../authentication-result';
import { completeFields } from '../provider-session/schema';

// ACP 2025-12-12, schema.agentic_checkout.json. Closed but for the attribution and the intent trace. Create and update are those of provider-session.

export const completeRequest = z.strictObject({ ...completeFields, authentication_result: authenticationResult.optional() });
