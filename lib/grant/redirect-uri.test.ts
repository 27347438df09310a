import { describe, expect, it } from 'vitest';
import { findRedirectFault, matchesRegistered } from './redirect-uri';

describe('findRedirectFault', () => {
  it.each(['https://a.example/cb', 'https://a.example/cb?x=1', 'http://127.0.0.1/cb', 'http://[::1]:1/cb', 'http://localhost:8080/cb', 'com.example.app:/cb'])(
    'takes %s',
    (uri) => expect(findRedirectFault(uri)).toBeNull(),
  );
  it.each([
    'http://a.example/cb', 'javascript:alert(1)', 'data:text/html,x', 'https://a.example/#x', 'https://u:p@a.example/', '/relative', '', 'https://a.example/\u202e',
    `https://a.example/${'x'.repeat(2_000)}`,
  ])('refuses %s', (uri) => expect(findRedirectFault(uri)).not.toBeNull());
});

describe('matchesRegistered', () => {
  it.each<[string, string, boolean]>([
    ['https://a.example/cb', 'https://a.example/cb', true],
    ['https://a.example/cb/', 'https://a.example/cb', false],
    ['https://a.example:443/cb', 'https://a.example/cb', false],
    ['https://a.example/cb?x=1', 'https://a.example/cb', false],
    ['https://A.example/cb', 'https://a.example/cb', false],
    ['http://127.0.0.1:5000/cb', 'http://127.0.0.1/cb', true],
    ['http://127.0.0.1:5000/cb', 'http://127.0.0.1:6000/cb', true],
    ['http://[::1]:5000/cb', 'http://[::1]/cb', true],
    ['http://127.0.0.1:99999/cb', 'http://127.0.0.1/cb', false],
    ['http://127.0.0.1:5000/other', 'http://127.0.0.1/cb', false],
    ['http://127.0.0.1:5000@evil.example/cb', 'http://127.0.0.1/cb', false],
    ['http://localhost:5000/cb', 'http://localhost:6000/cb', false],
    ['http://localhost:5000/cb', 'http://127.0.0.1/cb', false],
  ])('%s against %s is %s', (given, registered, expected) => expect(matchesRegistered(given, [registered])).toBe(expected));
});
