import { describe, expect, it } from 'vitest';
import type { CheckoutRefusal, MessageSubject } from '@/lib/checkout';
import type { FailureCode } from '@/lib/http/failure';
import { errorAnswer, refusalError, renderFailure, type Operation } from './errors';
import { officialFaults, officialSchemasAreHere } from './official-schemas';
import { WIRES } from './version';

/** The param in each version; undefined where the error is of no field. */
type Params = readonly [v20250929: string, v20251212: string, v20260116: string, v20260130: string, v20260417: string] | undefined;
type Row = readonly [CheckoutRefusal, Operation, status: number, code: string, Params];

const OLDEST_FIRST = WIRES.toReversed();
const inAll = (param: string): Params => [param, param, param, param, param];

const token = (reason: Extract<CheckoutRefusal, { code: 'invalid_token' }>['reason']): Row => [
  { code: 'invalid_token', reason },
  'complete',
  400,
  'invalid',
  inAll('$.payment_data.token'),
];

const notReady = (subject: MessageSubject, params: Params): Row => [
  { code: 'not_ready', messages: [{ kind: 'error', code: 'missing', subject, text: 'Something is needed.' }] },
  'complete',
  409,
  'session_not_ready',
  params,
];

const SELECTED = '$.selected_fulfillment_options';
const DETAILS = '$.fulfillment_details.address';
const AUTHENTICATION = '$.authentication_result';

const TABLE: readonly Row[] = [
  [{ code: 'not_found' }, 'get', 404, 'not_found', undefined],
  [{ code: 'unknown_item', index: 3, itemId: 'x' }, 'create', 400, 'invalid_item_id', ['$.items[3].id', '$.items[3].id', '$.items[3].id', '$.line_items[3].id', '$.line_items[3].id']],
  [{ code: 'unknown_option', optionId: 'x' }, 'update', 400, 'invalid', ['$.fulfillment_option_id', SELECTED, SELECTED, SELECTED, SELECTED]],
  [
    { code: 'unknown_option', optionId: 'x', index: 1 },
    'update',
    400,
    'invalid',
    ['$.fulfillment_option_id', `${SELECTED}[1]`, `${SELECTED}[1]`, `${SELECTED}[1].option_id`, `${SELECTED}[1].option_id`],
  ],
  [
    { code: 'bad_fulfillment_item', in: 'selections', index: 0, itemIndex: 2, itemId: 'x', reason: 'taken' },
    'update',
    400,
    'invalid',
    ['$.fulfillment_option_id', `${SELECTED}[0]`, `${SELECTED}[0]`, `${SELECTED}[0].item_ids[2]`, `${SELECTED}[0].item_ids[2]`],
  ],
  [
    { code: 'bad_fulfillment_item', in: 'selections', index: 0, itemIndex: null, itemId: null, reason: 'not_offered' },
    'update',
    400,
    'invalid',
    ['$.fulfillment_option_id', `${SELECTED}[0]`, `${SELECTED}[0]`, `${SELECTED}[0]`, `${SELECTED}[0]`],
  ],
  [{ code: 'bad_fulfillment_item', in: 'groups', index: 1, itemIndex: 0, itemId: 'x', reason: 'unknown' }, 'create', 400, 'invalid', inAll('$.fulfillment_groups[1].item_ids[0]')],
  [{ code: 'currency_not_supported', currency: 'usd', expected: 'CAD' }, 'create', 400, 'currency_not_supported', inAll('$.currency')],
  [{ code: 'not_editable', status: 'completed' }, 'update', 409, 'session_not_editable', undefined],
  [{ code: 'not_editable', status: 'completed' }, 'complete', 409, 'already_completed', undefined],
  [{ code: 'not_editable', status: 'canceled' }, 'complete', 409, 'session_not_editable', undefined],
  [{ code: 'not_editable', status: 'expired' }, 'update', 409, 'session_not_editable', undefined],
  [{ code: 'not_editable', status: 'completed' }, 'cancel', 405, 'session_not_cancelable', undefined],
  [{ code: 'not_editable', status: 'canceled' }, 'cancel', 405, 'session_not_cancelable', undefined],
  [{ code: 'not_editable', status: 'expired' }, 'cancel', 405, 'session_not_cancelable', undefined],
  [{ code: 'not_editable', status: 'paying' }, 'cancel', 409, 'in_progress', undefined],
  [{ code: 'not_editable', status: 'paying' }, 'update', 409, 'in_progress', undefined],
  [{ code: 'in_progress' }, 'complete', 409, 'in_progress', undefined],
  notReady({ field: 'line', index: 2 }, inAll('$.line_items[2]')),
  notReady({ field: 'buyer' }, inAll('$.buyer')),
  notReady({ field: 'buyer_email' }, inAll('$.buyer.email')),
  notReady({ field: 'address' }, ['$.fulfillment_address', DETAILS, DETAILS, DETAILS, DETAILS]),
  notReady({ field: 'fulfillment_option' }, ['$.fulfillment_option_id', SELECTED, SELECTED, SELECTED, SELECTED]),
  notReady({ field: 'fulfillment_group', index: 1 }, ['$.fulfillment_option_id', SELECTED, SELECTED, '$.fulfillment_groups[1]', '$.fulfillment_groups[1]']),
  notReady({ field: 'discount_code', index: 1 }, ['$', '$', '$', '$.discounts.codes[1]', '$.discounts.codes[1]']),
  notReady({ field: 'authentication' }, ['$.payment_data', AUTHENTICATION, AUTHENTICATION, AUTHENTICATION, AUTHENTICATION]),
  notReady({ field: 'payment' }, inAll('$.payment_data')),
  [{ code: 'not_ready', messages: [] }, 'complete', 409, 'session_not_ready', undefined],
  [{ code: 'buyer_mismatch' }, 'complete', 400, 'buyer_mismatch', inAll('$.buyer')],
  token('unknown'),
  token('used'),
  token('expired'),
  token('voided'),
  token('mismatch'),
];

const FAILURES: Record<FailureCode, number> = {
  unauthorized: 401,
  forbidden: 403,
  insufficient_scope: 403,
  agent_suspended: 403,
  cross_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  tenant_conflict: 400,
  unknown_merchant: 404,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid_json: 400,
  invalid_request: 400,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

describe.each(TABLE)('%j at %s', (refusal, operation, status, code, params) => {
  it.each(OLDEST_FIRST.map((wire, index) => [wire.version, wire, params?.[index]] as const))('%s', (_version, wire, param) => {
    const error = refusalError(refusal, { operation, wire });
    expect(error).toMatchObject({ status, type: 'invalid_request', code });
    expect(error.param).toBe(param);
  });

  it.skipIf(!officialSchemasAreHere).each(WIRES)('is a valid Error of $version', async (wire) => {
    const { body } = errorAnswer(refusalError(refusal, { operation, wire }));
    expect(await officialFaults(wire.version, 'agentic_checkout:Error', body)).toEqual([]);
  });
});

describe.each(Object.entries(FAILURES))('failure %s', (code, status) => {
  const request = new Request('http://localhost/checkout_sessions', { headers: { 'request-id': 'req-1', 'idempotency-key': 'key-1' } });
  const render = () =>
    renderFailure({ status, code: code as FailureCode, message: 'Public words.', headers: { 'retry-after': '3' }, details: { scope: 'x' } }, request);

  it('keeps its status, headers and words, and echoes Request-Id and Idempotency-Key', async () => {
    const response = render();
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'retry-after': '3',
      'request-id': 'req-1',
      'idempotency-key': 'key-1',
    });
    const type = code === 'internal' ? 'processing_error' : code === 'unavailable' ? 'service_unavailable' : 'invalid_request';
    expect(await response.json()).toEqual({ type, code, message: 'Public words.' });
  });

  it.skipIf(!officialSchemasAreHere).each(WIRES)('is a valid Error of $version', async ({ version }) => {
    expect(await officialFaults(version, 'agentic_checkout:Error', await render().json())).toEqual([]);
  });
});

it('a 405 says what is allowed', () => {
  const response = renderFailure(
    { status: 405, code: 'method_not_allowed', message: 'No.', headers: { allow: 'POST' } },
    new Request('http://localhost/x'),
  );
  expect(response.headers.get('allow')).toBe('POST');
});
