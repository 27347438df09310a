import { z } from 'zod';
import { AGENT_PERMISSIONS, cleanName, MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH } from '@/lib/agent';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { snakeCaseKeys } from '../snake-case';

const MAX_LIMITS = 20;
const MAX_PERMISSIONS = 20;
const MAX_MERCHANTS = 50;

const Amount = z.union([z.string().max(40), z.number()], 'must be an amount in major units, as text or a number');

const Limit = z.preprocess(
  snakeCaseKeys,
  z.strictObject({ per_transaction: Amount, daily: Amount, weekly: Amount.optional(), monthly: Amount, currency: z.string().max(10) }),
);

/** Limits over all agents: one currency's, or a list that may be empty. */
export const WalletLimits = z.union([z.array(Limit).max(MAX_LIMITS), Limit]);

const fields = {
  name: z
    .string()
    .max(MAX_NAME_LENGTH)
    .refine((text) => cleanName(text) !== '', 'must not be empty'),
  description: z.string().max(MAX_DESCRIPTION_LENGTH),
  permissions: z.array(z.enum(AGENT_PERMISSIONS)).min(1).max(MAX_PERMISSIONS),
  /** One currency's limits, or a list of them; replaces the whole set. */
  spending_limits: z.union([z.array(Limit).min(1).max(MAX_LIMITS), Limit]),
};

/** Handles of the merchants that it may buy from: a set, each once. */
const Merchants = z
  .array(z.string().regex(MERCHANT_HANDLE, "must be a merchant's handle"))
  .min(1)
  .max(MAX_MERCHANTS)
  .transform((handles) => [...new Set(handles)].toSorted());

/** POST /api/agent/v1/agents (rules.md, Agents). With private_key_jwt come the agent's public keys, and no secret is made. */
export const RegisterAgentRequest = z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    ...fields,
    description: fields.description.optional(),
    /** Left out: any merchant. */
    merchants: Merchants.optional(),
    token_endpoint_auth_method: z.enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt']).optional(),
    jwks: z.record(z.string(), z.unknown()).optional(),
    /** Its ACP requests are refused unless one of its Ed25519 or P-256 keys signed them; for as long as it lives. */
    require_request_signatures: z.boolean().optional(),
  }),
);

/** PATCH /api/agent/v1/agents/{id}. `merchants` null: any merchant. */
export const UpdateAgentRequest = z.preprocess(
  snakeCaseKeys,
  z.strictObject({ ...fields, merchants: Merchants.nullable(), status: z.enum(['active', 'suspended']) }).partial(),
);

/** POST /api/agent/v1/agents/{id}/rotate-secret. No body, or none of it, for an agent with a secret. */
export const RotateRequest = z.strictObject({ jwks: z.record(z.string(), z.unknown()).optional() });

/** POST /api/agent/v1/agents/{id}/confirm. What the assertion holds is the passkey's business. */
export const ConfirmAgentRequest = z.strictObject({ assertion: z.record(z.string(), z.unknown()) });
