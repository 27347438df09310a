import { describe, expect, it } from 'vitest';
import type { FailureCode } from '@/lib/http/failure';
import { renderFailure } from '../errors';
import { officialFaults, officialSchemasAreHere } from '../official-schemas';
import { VAULT_WIRES } from './version';

/** A failure, the HTTP status, whose Error it is, and the code. */
const TABLE: readonly (readonly [FailureCode, number, 'vault' | 'checkout', string])[] = [
  ['unauthorized', 401, 'checkout', 'unauthorized'],
  ['not_found', 404, 'checkout', 'not_found'],
  ['unknown_merchant', 404, 'checkout', 'unknown_merchant'],
  ['method_not_allowed', 405, 'checkout', 'method_not_allowed'],
  ['payload_too_large', 413, 'checkout', 'payload_too_large'],
  ['internal', 500, 'checkout', 'internal'],
  ['unavailable', 503, 'checkout', 'unavailable'],
  ['rate_limited', 429, 'vault', 'too_many_requests'],
  ['insufficient_scope', 403, 'vault', 'invalid_card'],
  ['forbidden', 403, 'vault', 'invalid_card'],
  ['agent_suspended', 403, 'vault', 'invalid_card'],
  ['cross_origin', 403, 'vault', 'invalid_card'],
  ['tenant_conflict', 400, 'vault', 'invalid_card'],
  ['unsupported_media_type', 415, 'vault', 'invalid_card'],
  ['invalid_json', 400, 'vault', 'invalid_card'],
  ['invalid_request', 400, 'vault', 'invalid_card'],
];

const render = (code: FailureCode, status: number, path: string): Response =>
  renderFailure({ status, code, message: 'No.', headers: { 'retry-after': '3' } }, new Request(`http://localhost${path}`, { method: 'POST', headers: { 'request-id': 'r1' } }));

describe('what ends a call before the vault', () => {
  it.each(TABLE)('%s is %i in the words of the %s: %s', async (failure, status, whose, code) => {
    for (const path of ['/agentic_commerce/delegate_payment', '/m/regal-moose/agentic_commerce/delegate_payment']) {
      const response = render(failure, status, path);
      const body: unknown = await response.json();
      expect([response.status, body]).toMatchObject([status, { code }]);
      expect([response.headers.get('request-id'), response.headers.get('retry-after')]).toEqual(['r1', '3']);
      if (!officialSchemasAreHere) continue;
      const definition = whose === 'vault' ? 'delegate_payment:Error' : 'agentic_checkout:Error';
      for (const { version } of VAULT_WIRES) expect(await officialFaults(version, definition, body), version).toEqual([]);
    }
  });

  it('names the request as a whole where no field is at fault', async () =>
    expect(await render('invalid_json', 400, '/agentic_commerce/delegate_payment').json()).toMatchObject({ type: 'invalid_request', param: '$' }));

  it('is said in the words of the checkout at the checkout', async () => expect(await render('insufficient_scope', 403, '/checkout_sessions').json()).toMatchObject({ code: 'insufficient_scope' }));
});
