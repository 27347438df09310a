import { describe, expect, it } from 'vitest';
import { randomToken } from '@/lib/kernel/id';
import { isShown, showBody } from './show-body';

const JSON_TYPE = 'application/json; charset=utf-8';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const shown = (value: unknown): unknown => JSON.parse(showBody(JSON_TYPE, JSON.stringify(value)) ?? 'null');

describe('a body that an operator may read', () => {
  it('keeps ids, states, amounts, words and addresses of ours', () => {
    const body = {
      id: '0b9d3c0e-8a56-4e0e-9d55-4f6c2a1f7c11', checkout_id: 'cs_01kaw0000000000000000000ab', status: 'ready_for_payment', amount: 1650, total: '16.50', currency: 'cad', code: 'CART_VERSION_CONFLICT', type: 'invalid_request',
      items: [{ id: 'birch-soap', quantity: 2, name: 'Birch soap' }], next: 'http://localhost:3000/approve/0b9d3c0e-8a56-4e0e-9d55-4f6c2a1f7c11', idempotency_key: 'order-1', created_at: '2026-11-27T12:00:00.000Z', at: 1764244800001,
    };
    expect(shown(body)).toEqual(body);
  });

  it.each([
    ['a card number as text', { payment_method: { number: '4242424242424242' } }],
    ['a card number in a name of its own', { thing: '4242 4242 4242 4242' }],
    ['a card number with dashes in words', { note: 'card 4000-0000-0000-0002, thanks' }],
    ['a card number as a figure', { thing: 4242424242424242 }],
    ['what stands on a card', { card: { cvc: '973', exp_month: '11', exp_year: '2041' } }],
    ['a password', { email: 'ada@buyer.example', password: 'correct horse' }],
    ['a client secret', { client_secret: 'shh' }],
    ['a bearer in a text', { header: 'Bearer abcdef123456' }],
    ['a basic credential in a text', { header: 'Basic YWRhOnB3' }],
    ['a JWT', { thing: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' }],
    ['a token of ours', { thing: randomToken('vt_') }],
    ['a key of an operator', { thing: randomToken('csk_o_') }],
    ['a secret of nobody’s that we know', { thing: randomToken('zz_') }],
    ['standard base64', { thing: Buffer.alloc(48, 0xfb).toString('base64') }],
    ['a hex key in a path', { url: `https://x.example/a/${'0123456789abcdef'.repeat(4)}` }],
    ['a passkey’s assertion', { response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', userHandle: 'AAAA' }, rawId: 'BBBB' }],
    ['a challenge', { publicKey: { challenge: 'abc' } }],
    ['a code to redeem', { code: 'BCDF-GHJK' }],
    ['a device’s code', { device_code: 'abc', user_code: 'XY', verification_uri_complete: 'https://x.example/device?user_code=XY' }],
    ['a link that signs in', { link: 'https://x.example/confirm?token=abc&x=1' }],
    ['a password in an address', { url: 'postgresql://user:hunter2@host/db' }],
    ['a cookie', { cookie: 'countersign.session=abc' }],
    ['a cryptogram', { cryptogram: 'AAABBB' }],
    ['a buyer', { buyer: { first_name: 'Ada', email: 'ada@buyer.example' } }],
    ['an email in a text', { note: 'write to ada@buyer.example' }],
    ['where a buyer lives', { shipping_address: { line_one: '12 rue' } }],
  ])('leaves out %s', (_what, body) => {
    const secrets = JSON.stringify(body).match(/4242[ \d]+|4000-[\d-]+|973|"11"|2041|correct horse|shh|abcdef123456|YWRhOnB3|eyJ[\w.-]+|(?:vt|csk_o|zz)_\w+|[+/\w]{60,}|(?:0123456789abcdef){4}|e30|AAAA|BBBB|"abc"|=abc|XY|BCDF-GHJK|hunter2|AAABBB|Ada|ada@[\w.]+|12 rue/g) ?? [];
    expect(secrets.length).toBeGreaterThan(0);
    const text = showBody(JSON_TYPE, JSON.stringify(body)) ?? '';
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).toContain('[redacted]');
  });

  it('takes forms apart as it does JSON', () => {
    expect(JSON.parse(showBody(FORM_TYPE, 'grant_type=authorization_code&code=c0de-1&client_secret=shh&cardnumber=4242424242424242') ?? '')).toEqual({ grant_type: 'authorization_code', code: '[redacted]', client_secret: '[redacted]', cardnumber: '[redacted]' });
  });

  it('takes JSON for JSON, whatever a client calls it', () => {
    for (const type of [FORM_TYPE, 'text/plain', '']) expect(JSON.parse(showBody(type, '{"password":"correct horse","id":"x"}') ?? ''), type).toEqual({ password: '[redacted]', id: 'x' });
  });

  it('shows nothing of what it cannot take apart', () => {
    for (const type of [JSON_TYPE, FORM_TYPE, '']) for (const text of ['{"password": "correct horse"', '"correct horse"', 'correct horse', '']) expect(showBody(type, text), `${type} ${text}`).toBeNull();
    for (const type of ['text/html', 'text/csv', 'multipart/form-data; boundary=x', 'text/event-stream', 'image/png']) expect(isShown(type), type).toBe(false);
    for (const type of [JSON_TYPE, FORM_TYPE, 'application/problem+json', 'text/plain;charset=UTF-8', '']) expect(isShown(type), type).toBe(true);
  });

  it('is cut, but redacted first', () => {
    const text = showBody(JSON_TYPE, JSON.stringify({ list: Array.from({ length: 2000 }, () => 'word'), password: 'correct horse' })) ?? '';
    expect(text.length).toBeLessThan(4200);
    expect(text).toMatch(/\[cut here, of \d+ characters\]$/);
  });
});
