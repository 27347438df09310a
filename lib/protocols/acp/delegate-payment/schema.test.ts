import { describe, expect, it } from 'vitest';
import { officialFaults, officialSchemasAreHere } from '../official-schemas';
import { VAULT_WIRES, type VaultWire } from './version';

const method = {
  type: 'card', card_number_type: 'fpan', virtual: false, number: '4242424242424242', exp_month: '11', exp_year: '2030', name: 'Jane Doe', cvc: '223', checks_performed: ['avs', 'cvv'],
  iin: '424242', display_card_funding_type: 'credit', display_wallet_type: 'apple_pay', display_brand: 'visa', display_last4: '4242', metadata: { issuing_bank: 'temp' },
};
const allowance = {
  reason: 'one_time', max_amount: 2000, currency: 'usd', checkout_session_id: 'csn_1', merchant_id: 'acme', expires_at: '2030-10-09T07:20:50.52Z',
};
const address = { name: 'Ada', line_one: '1234 Chat Road', line_two: '', city: 'San Francisco', state: 'CA', country: 'US', postal_code: '94131' };
const body = { payment_method: method, allowance, billing_address: address, risk_signals: [{ type: 'card_testing', score: 10, action: 'manual_review' }], metadata: { campaign: 'q4' } };

const without = (object: object, name: string): object => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
const withMethod = (more: object): object => ({ ...body, payment_method: { ...method, ...more } });
const withAllowance = (more: object): object => ({ ...body, allowance: { ...allowance, ...more } });

const paramOf = (wire: VaultWire, request: unknown): string | null => {
  const parsed = wire.parse(request);
  return parsed.ok ? null : (parsed.error.param ?? '');
};
const ALL = VAULT_WIRES.map(({ version }) => version);
const BEFORE_0417 = ALL.filter((version) => version !== '2026-04-17');

/** What is wrong, the body, the path of the fault, and the versions that refuse it. */
const FAULTS: readonly (readonly [string, unknown, string, readonly string[]])[] = [
  ['nothing wrong', body, '', []],
  ['only what is required', { ...without(body, 'billing_address'), payment_method: { type: 'card', card_number_type: 'network_token', number: '1', display_card_funding_type: 'debit', metadata: {} } }, '', []],
  ['no risk signals', { ...body, risk_signals: [] }, '$.risk_signals', BEFORE_0417],
  ['an IIN of seven', withMethod({ iin: '4242424' }), '$.payment_method.iin', ['2025-09-29', '2025-12-12', '2026-01-30']],
  ['an IIN of nine', withMethod({ iin: '424242424' }), '$.payment_method.iin', ALL],
  ['three last digits', withMethod({ display_last4: '424' }), '$.payment_method.display_last4', ['2026-01-30', '2026-04-17']],
  ['last digits that are none', withMethod({ display_last4: 'abcd' }), '$.payment_method.display_last4', ['2026-01-30', '2026-04-17']],
  ['five last digits', withMethod({ display_last4: '42424' }), '$.payment_method.display_last4', ALL],
  ['another kind of method', withMethod({ type: 'bank' }), '$.payment_method.type', ALL],
  ['another kind of number', withMethod({ card_number_type: 'dpan' }), '$.payment_method.card_number_type', ALL],
  ['a number that is one', withMethod({ number: 4242424242424242 }), '$.payment_method.number', ALL],
  ['another funding', withMethod({ display_card_funding_type: 'gift' }), '$.payment_method.display_card_funding_type', ALL],
  ['metadata that is no text', withMethod({ metadata: { a: 1 } }), '$.payment_method.metadata.a', ALL],
  ['an unknown check', withMethod({ checks_performed: ['luck'] }), '$.payment_method.checks_performed[0]', ALL],
  ['an unknown field of the card', withMethod({ pin: '1234' }), '$.payment_method.pin', ALL],
  ['an unknown field', { ...body, extra: 1 }, '$.extra', ALL],
  ['no card', without(body, 'payment_method'), '$.payment_method', ALL],
  ['no metadata', without(body, 'metadata'), '$.metadata', ALL],
  ['no metadata of the card', { ...body, payment_method: without(method, 'metadata') }, '$.payment_method.metadata', ALL],
  ['another reason', withAllowance({ reason: 'recurring' }), '$.allowance.reason', ALL],
  ['half a unit', withAllowance({ max_amount: 1.5 }), '$.allowance.max_amount', ALL],
  ['a currency in capitals', withAllowance({ currency: 'USD' }), '$.allowance.currency', ALL],
  ['no time', withAllowance({ expires_at: 'tomorrow' }), '$.allowance.expires_at', ALL],
  ['a merchant of 257 characters', withAllowance({ merchant_id: 'm'.repeat(257) }), '$.allowance.merchant_id', ALL],
  ['a country of three letters', { ...body, billing_address: { ...address, country: 'USA' } }, '$.billing_address.country', ALL],
  ['a line of 61 characters', { ...body, billing_address: { ...address, line_one: 'x'.repeat(61) } }, '$.billing_address.line_one', ALL],
  ['a company', { ...body, billing_address: { ...address, company: 'x' } }, '$.billing_address.company', ALL],
  ['an unknown signal', { ...body, risk_signals: [{ type: 'luck', score: 1, action: 'authorized' }] }, '$.risk_signals[0].type', ALL],
  ['an unknown action', { ...body, risk_signals: [{ type: 'card_testing', score: 1, action: 'ignored' }] }, '$.risk_signals[0].action', ALL],
  ['half a score', { ...body, risk_signals: [{ type: 'card_testing', score: 1.5, action: 'authorized' }] }, '$.risk_signals[0].score', ALL],
  ['no object', [], '$', ALL],
];

describe.each(VAULT_WIRES)('the request of $version', (wire) => {
  it.each(FAULTS)('%s', async (_case, request, param, refusedBy) => {
    const isRefused = refusedBy.includes(wire.version);
    expect(paramOf(wire, request)).toBe(isRefused ? param : null);
    if (officialSchemasAreHere) expect((await officialFaults(wire.version, 'delegate_payment:DelegatePaymentRequest', request)).length > 0, 'the published schema says the same').toBe(isRefused);
  });

  it('must have a body', () => expect(paramOf(wire, undefined)).toBe('$'));

  it.each([
    [withAllowance({ max_amount: '2000' }), null],
    [withAllowance({ max_amount: '20.00' }), '$.allowance.max_amount'],
    [withAllowance({ max_amount: '-1' }), '$.allowance.max_amount'],
    [withAllowance({ max_amount: 0 }), '$.allowance.max_amount'],
    [withAllowance({ max_amount: '0' }), '$.allowance.max_amount'],
    [withAllowance({ max_amount: -1 }), '$.allowance.max_amount'],
    [withAllowance({ max_amount: 1e300 }), '$.allowance.max_amount'],
    [withAllowance({ currency: 'xyz' }), '$.allowance.currency'],
    [withAllowance({ expires_at: '2030-10-09T09:20:50+02:00' }), null],
    [withMethod({ exp_month: '13' }), '$.payment_method.exp_month'],
    [withMethod({ exp_month: '00' }), '$.payment_method.exp_month'],
    [withMethod({ exp_month: '1' }), null],
    [withMethod({ exp_year: '30' }), null],
    [withMethod({ exp_year: '203' }), '$.payment_method.exp_year'],
    [withMethod({ exp_year: undefined }), '$.payment_method.exp_year'],
    [withMethod({ exp_month: undefined }), '$.payment_method.exp_month'],
  ])('beyond the published schema: %#', (request, param) => expect(paramOf(wire, request)).toBe(param));

  it('reads an amount as minor units, however it is written', () => {
    for (const max_amount of [2000, '2000']) expect(wire.parse(withAllowance({ max_amount }))).toMatchObject({ ok: true, value: { allowance: { max_amount: 2000n, currency: 'USD' } } });
  });
});
