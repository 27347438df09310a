import { z } from 'zod';
import { RETURN_REASONS } from '@/lib/order-return';
import { TEXT_OR_NUMBER } from '../exact-numbers';
import { Paging } from '../paging';
import { snakeCaseKeys } from '../snake-case';

const MAX_ITEMS = 200;
const MAX_QUANTITY = 1_000_000;
const MAX_TEXT_LENGTH = 1_000;

/** GET /api/agent/v1/orders. */
export const OrdersQuery = z.strictObject({ status: z.enum(['confirmed', 'cancelled'], { error: 'must be confirmed or cancelled' }).optional(), ...Paging });

const Words = z.string({ error: 'must be text' }).max(MAX_TEXT_LENGTH, 'is too long');
/** As it was written (readExactJson). */
const Amount = z.string({ error: 'must be an amount in major units, as a number or a string' }).meta(TEXT_OR_NUMBER);

const Quantity = z.int({ error: 'must be a whole number' }).min(1, 'must be at least 1').max(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`);
const Line = z.preprocess(snakeCaseKeys, z.strictObject({ product_id: z.string({ error: 'must be text' }).min(1, 'must not be empty').max(200, 'is too long'), quantity: Quantity }));

/** POST /api/agent/v1/orders/{id}/returns. */
export const ReturnBody = z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    items: z
      .array(Line, { error: 'must be a list' })
      .min(1, 'must not be empty')
      .max(MAX_ITEMS, 'has too many entries')
      .refine((items) => new Set(items.map(({ product_id }) => product_id)).size === items.length, 'must name each product once'),
    reason: z.enum(RETURN_REASONS, { error: `must be one of ${RETURN_REASONS.join(', ')}` }),
    note: Words.optional(),
  }),
);

/** POST .../returns/{return_id}/approve. */
export const ApproveBody = z.strictObject({ message: Words.optional(), refund_amount: Amount.optional() });
/** POST .../returns/{return_id}/refuse: a refusal is explained. */
export const RefuseBody = z.strictObject({ message: Words.trim().min(1, 'must not be empty') });
