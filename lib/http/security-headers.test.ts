import { describe, expect, it } from 'vitest';
import { securityHeaders } from './security-headers';

const ofPage = (more: object = {}) => new Map(securityHeaders({ kind: 'page', nonce: 'n0nce', development: false, secure: false, ...more }));
const ofApi = (more: object = {}) => new Map(securityHeaders({ kind: 'api', secure: false, ...more }));

describe('securityHeaders', () => {
  it('lets a page run only scripts with its nonce, and never eval in production', () => {
    const policy = ofPage().get('content-security-policy');
    expect(policy).toContain("script-src 'self' 'nonce-n0nce' 'strict-dynamic';");
    expect(policy).not.toContain('unsafe-eval');
  });

  it('forbids framing everywhere, in both of its spellings', () => {
    for (const headers of [ofPage(), ofApi()]) {
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  it('lets forms post to ourselves only', () => expect(ofPage().get('content-security-policy')).toContain("form-action 'self'"));

  it('sends HSTS on https origins only', () => {
    expect(ofApi().has('strict-transport-security')).toBe(false);
    expect(ofApi({ secure: true }).has('strict-transport-security')).toBe(true);
  });

  it('keeps API answers out of caches unless they say otherwise', () => {
    expect(ofApi().get('cache-control')).toBe('no-store');
    expect(ofPage().has('cache-control')).toBe(false);
  });

  it('keeps the Origin header on the posts of pages', () => expect(ofPage().get('referrer-policy')).not.toBe('no-referrer'));
});
