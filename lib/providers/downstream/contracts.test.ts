import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ItemAnswer } from './catalog';
import { GeoAnswer } from './geo';
import { PaymentAnswer } from './payment';
import { PricesAnswer } from './pricing';
import { ReceiptAnswer } from './receipt';
import { TaxAnswer } from './tax';

// docs/downstream-services.md is what people build their services by: the answers that it shows must be answers to us.

const ANSWERS = { catalog: ItemAnswer, pricing: PricesAnswer, tax: TaxAnswer, geo: GeoAnswer, payment: PaymentAnswer, receipt: ReceiptAnswer };
const shown = new Map([...readFileSync('docs/downstream-services.md', 'utf8').matchAll(/^```json answer (\w+)\n([\s\S]+?)^```$/gm)].map(([, name, text]) => [name, text]));

it.each(Object.entries(ANSWERS))('the page shows an answer of %s that is taken, and every field of it is known', (name, schema) => {
  const answer: unknown = JSON.parse(shown.get(name) ?? 'null');
  expect(schema.strict().parse(answer)).toEqual(answer);
});

it('the page shows nothing else', () => expect([...shown.keys()].toSorted()).toEqual(Object.keys(ANSWERS).toSorted()));

it.each([
  ['a price that is no integer', PricesAnswer, { currency: 'CAD', prices: [{ id: 'tea', unit_price_minor: 10.5 }] }],
  ['a negative price', PricesAnswer, { currency: 'CAD', prices: [{ id: 'tea', unit_price_minor: -1 }] }],
  ['a price as text', ItemAnswer, { id: 'tea', title: 'Tea', price_minor: '1000', currency: 'CAD', stock: 1 }],
  ['an item without its stock', ItemAnswer, { id: 'tea', title: 'Tea', price_minor: 1000, currency: 'CAD' }],
  ['a rate of three decimals', TaxAnswer, { rates: [{ category: '', name: 'Tax', rate_basis_points: 0.001 }] }],
  ['a negative rate', TaxAnswer, { rates: [{ category: '', name: 'Tax', rate_basis_points: -1 }] }],
  ['a status of its own', PaymentAnswer, { payment_id: 'att_1', merchant_id: '0b0f6f0e-5d7c-4a3e-9a53-6f1c1f0f8b11', status: 'settled', amount_minor: 1, currency: 'CAD' }],
  ['an empty receipt', ReceiptAnswer, { receipt: '' }],
  ['neither yes nor no', GeoAnswer, { allowed: 'yes' }],
])('%s is no answer', (_what, schema, answer) => expect(schema.safeParse(answer).success).toBe(false));
