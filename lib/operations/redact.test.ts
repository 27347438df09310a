import { describe, expect, it } from 'vitest';
import { randomToken } from '@/lib/kernel/id';
import { redact } from './redact';

describe('redact', () => {
  it('leaves ids, words and figures as they are', () => {
    const payload = { orderId: 'o1', attempt: { id: 'att_01', amount: '12.00' }, list: [1, true, null, 'evt_01kaw0000000000000000000ab'] };
    expect(redact(payload)).toEqual(payload);
  });

  it.each(['secret', 'clientSecret', 'payment_token', 'tokenId', 'password', 'assertion', 'signature', 'Authorization', 'apiKey', 'api_key', 'text', 'stopUrl'])(
    'leaves out the field %s, whatever it holds',
    (key) => {
      expect(redact({ deep: [{ [key]: { any: 'thing' } }] })).toEqual({ deep: [{ [key]: '[redacted]' }] });
    },
  );

  it.each(['vt_', 'whsec_', 'csa_', 'csk_m_', 'csk_o_', 'op_', 'sit_', 'ev_'])('leaves out a secret of ours by its prefix %s inside any text', (prefix) => {
    expect(redact({ url: `https://shop.example/?x=${randomToken(prefix)}&y=1` })).toEqual({ url: 'https://shop.example/?x=[redacted]&y=1' });
  });

  it('leaves out JWTs, and what nests too deep to look into', () => {
    expect(redact('see eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln')).toBe('see [redacted]');
    const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 'x');
    expect(JSON.stringify(redact(deep))).toContain('[redacted]');
  });
});
