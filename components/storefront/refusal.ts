import type { Answer } from '@/components/client/http';
import type { Words } from './words';

/** What the guest can do about a refusal: mend a field, choose again, or read it. */
export type Refusal = { readonly message: string; readonly field: 'name' | 'phone' | 'email' | 'notes' | null; readonly mustReview: boolean };

type Told = Exclude<keyof Words['refused'], 'name' | 'phone' | 'email' | 'notes'>;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textAt = (value: unknown, key: string): string => (isRecord(value) && typeof value[key] === 'string' ? value[key] : '');

/** Each code of the contract that a guest can meet, in the words for it. */
const TOLD: Record<string, Told> = {
  ITEM_UNAVAILABLE: 'unavailable',
  INVALID_SKU: 'unavailable',
  MERCHANT_CLOSED: 'closed',
  SLOT_FULL: 'slotFull',
  QUOTE_NOT_FOUND: 'expired',
  PAYMENT_UNAVAILABLE: 'noCards',
  RATE_LIMITED: 'tooMany',
};

/** What /v1 refused, in the guest's language. */
export function refusalOf(answer: Extract<Answer<unknown>, { ok: false }>, { refused }: Words): Refusal {
  if (answer.code === 'unreachable') return { message: refused.unreachable, field: null, mustReview: false };
  const code = textAt(answer.data, 'errorCode');
  const param = textAt(isRecord(answer.data) ? answer.data.details : null, 'param');
  const field = (['name', 'phone', 'email', 'notes'] as const).find((name) => param === `$.${name}` || param === `$.contact.${name}`);
  if (field !== undefined) return { message: refused[field], field, mustReview: true };
  if (param.startsWith('$.fulfillment.window')) return { message: refused.time, field: null, mustReview: true };
  if (code.startsWith('ASSERTION_FAILED')) return { message: refused.changed, field: null, mustReview: true };
  const told = Object.hasOwn(TOLD, code) ? TOLD[code] : undefined;
  return { message: refused[told ?? 'other'], field: null, mustReview: told !== undefined && told !== 'tooMany' };
}
