import { z } from 'zod';
import { isCurrency } from '@/lib/kernel/money';
import { text } from '../schema';

// ACP 2026-04-17, schema.delegate_authentication.json. Every object is closed.

const line = z.string().max(60);
const address = z.strictObject({
  name: z.string().max(256), line_one: line, line_two: line.optional(), city: line, state: text, country: z.string().length(2), postal_code: z.string().max(20),
});

const NEEDED_WITH_SCRIPTS = ['color_depth', 'java_enabled', 'screen_height', 'screen_width', 'timezone_offset'] as const;

const browser = z
  .strictObject({
    accept_header: z.string(),
    ip_address: z.string().max(45),
    javascript_enabled: z.boolean(),
    language: z.string().max(35),
    user_agent: z.string(),
    color_depth: z.int().optional(),
    java_enabled: z.boolean().optional(),
    screen_height: z.int().optional(),
    screen_width: z.int().optional(),
    timezone_offset: z.int().optional(),
  })
  .superRefine((given, context) => {
    const missing = given.javascript_enabled ? NEEDED_WITH_SCRIPTS.find((name) => given[name] === undefined) : undefined;
    if (missing) context.addIssue({ code: 'custom', path: [missing], message: 'is required where javascript_enabled is true' });
  });

const channel = z.strictObject({ type: z.literal('browser'), browser });

const shopper = z.strictObject({
  name: z.string().optional(),
  email: z.email().optional(),
  phone_number: z.string().optional(),
  address: address.optional(),
});

const acquirer = z.strictObject({
  acquirer_bin: z.string().max(11),
  acquirer_country: z.string().length(2),
  acquirer_merchant_id: z.string().max(35),
  merchant_name: z.string().max(40),
  requestor_id: z.string().max(35).optional(),
});

const common = {
  channel: channel.optional(),
  checkout_session_id: text.optional(),
  challenge_notification_url: z.url().max(2_048).optional(),
  shopper_details: shopper.optional(),
};

export const createRequest = z.strictObject({
  ...common,
  merchant_id: text,
  acquirer_details: acquirer.optional(),
  payment_method: z.strictObject({ type: z.literal('card'), number: z.string().max(64), exp_month: z.string().max(2), exp_year: z.string().max(4), name: text }),
  amount: z.strictObject({
    value: z.int().min(0),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .transform((code, context) => {
        if (isCurrency(code)) return code;
        context.addIssue({ code: 'custom', message: 'is a currency that nobody here sells in' });
        return z.NEVER;
      }),
  }),
  flow_preference: z
    .strictObject({
      type: z.enum(['challenge', 'frictionless']),
      challenge: z.strictObject({ type: z.enum(['mandated', 'preferred']).optional() }).optional(),
      frictionless: z.strictObject({}).optional(),
    })
    .optional(),
});

export const authenticateRequest = z.strictObject({ ...common, fingerprint_completion: z.enum(['Y', 'N', 'U']) });
