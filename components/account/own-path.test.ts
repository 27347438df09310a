import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path';

describe('ownPath', () => {
  it.each(['/wallet', '/approve/4f0c1b52-9a0e-4d6b-8f53-6d2f1a3b7c90', '/bank?only=agents#today', '/a/../wallet'])('keeps the path %s', (text) => {
    expect(ownPath(text, '/home')).toBe(text === '/a/../wallet' ? '/wallet' : text);
  });
  it.each([
    undefined,
    '',
    'wallet',
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/ok\\..\\x',
    '/\t/elsewhere.example',
    '/\n',
    'javascript:alert(1)',
    '/caf\u00e9',
  ])('refuses %j', (text) => {
    expect(ownPath(text, '/home')).toBe('/home');
  });
  it('does not become a host after dots are resolved', () => {
    expect(ownPath('/.//elsewhere.example', '/home')).toBe('/home');
  });
});
