import { describe, expect, it } from 'vitest';
import { signOrderEvent, signWebhook } from './sign';

describe('signWebhook', () => {
  it('is HMAC-SHA256 of "timestamp.body" in hex', () => {
    // printf '1700000000.{}' | openssl dgst -sha256 -hmac secret
    expect(signWebhook('secret', '1700000000', '{}')).toBe('sha256=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163');
  });

  it('differs for another secret, time or body', () => {
    const signatures = [signWebhook('a', '1', '{}'), signWebhook('b', '1', '{}'), signWebhook('a', '2', '{}'), signWebhook('a', '1', '[]')];
    expect(new Set(signatures).size).toBe(4);
  });
});

describe('signOrderEvent', () => {
  it('is the same HMAC beside its time, as ACP writes it', () => {
    expect(signOrderEvent('secret', '1700000000', '{}')).toBe('t=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163');
  });
});
