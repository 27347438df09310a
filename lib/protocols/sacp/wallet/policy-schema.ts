import { z } from 'zod';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import type { Policy, PolicyPatch } from '@/lib/policy';
import { snakeCaseKeys } from '../snake-case';

const LIST_MAX = 200;
const MONTH_SECONDS = 31 * 86_400;

const Action = z.enum(['allow', 'ask', 'refuse']);
export const Handle = z.string().regex(MERCHANT_HANDLE, "must be a merchant's handle");
const Category = z.string().max(60).regex(/^[^\p{C}]*$/u, 'must be plain text');
const Country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code');
const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:30');
const distinct = (values: readonly (string | number)[]): boolean => new Set(values).size === values.length;

const listOf = (value: z.ZodString) => {
  const values = z.array(value).max(LIST_MAX).refine(distinct, 'must name each once').default([]);
  return z
    .strictObject({ allowed: values, blocked: values, action: Action })
    .refine(({ allowed, blocked }) => allowed.length + blocked.length > 0, 'must allow or block something by name')
    .nullable()
    .optional();
};

const rule = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(snakeCaseKeys, z.strictObject({ ...shape, action: Action }).nullable().optional());

/** Rules that are given replace those of the policy, null takes one away (ADR 0013). */
export const PolicyBody = z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    merchants: listOf(Handle),
    categories: listOf(Category),
    countries: listOf(Country),
    hours: z
      .strictObject({
        days: z.array(z.int().min(1).max(7)).min(1).max(7).refine(distinct, 'must name each day once'),
        from: Time,
        until: z.union([Time, z.literal('24:00')]),
        action: Action,
      })
      .refine(({ from, until }) => from !== until, 'must not end when they begin')
      .nullable()
      .optional(),
    velocity: rule({ purchases: z.int().min(1).max(1_000), seconds: z.int().min(1).max(MONTH_SECONDS) }),
    new_merchant: rule({}),
    unusual_amount: rule({ times: z.int().min(2).max(100) }),
    unusual_hour: rule({}),
  }),
);

export const toPatch = ({ new_merchant, unusual_amount, unusual_hour, ...same }: z.output<typeof PolicyBody>): PolicyPatch => ({
  ...same,
  ...(new_merchant === undefined ? {} : { newMerchant: new_merchant }),
  ...(unusual_amount === undefined ? {} : { unusualAmount: unusual_amount }),
  ...(unusual_hour === undefined ? {} : { unusualHour: unusual_hour }),
});

/** Every rule by its name, null where there is none. */
export const toPolicyWire = (policy: Policy) => ({
  merchants: policy.merchants ?? null,
  categories: policy.categories ?? null,
  countries: policy.countries ?? null,
  hours: policy.hours ?? null,
  velocity: policy.velocity ?? null,
  new_merchant: policy.newMerchant ?? null,
  unusual_amount: policy.unusualAmount ?? null,
  unusual_hour: policy.unusualHour ?? null,
});
