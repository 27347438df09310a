import { describe, expect, it } from 'vitest';
import { findUrlFault } from './outbound-url';

describe('findUrlFault', () => {
  it.each(['https://agent.example/hooks?x=1', 'https://agent.example:8443/', 'https://8.8.8.8/'])('takes %s', (url) => {
    expect(findUrlFault(url, false)).toBeNull();
  });

  it.each([
    ['agent.example', 'must be a URL'],
    ['https://agent.example/a b', 'must be a URL'],
    ['http://agent.example/', 'must be an https URL'],
    ['javascript:alert(1)', 'must be an https URL'],
    ['file:///etc/passwd', 'must be an https URL'],
    ['https://user:pass@agent.example/', 'must not hold credentials'],
    ['https://10.0.0.1/', 'must be a public address'],
    ['https://0x7f000001/', 'must be a public address'],
    ['https://169.254.169.254/latest', 'must be a public address'],
    ['https://[::1]/', 'must be a public address'],
    ['https://[fd00::1]/', 'must be a public address'],
    ['https://localhost/', 'must be a public address'],
    ['http://127.0.0.1:4000/', 'must be an https URL'],
  ])('refuses %s', (url, fault) => {
    expect(findUrlFault(url, false)).toBe(fault);
  });

  it('takes loopback over http under the test flag, and nothing else more', () => {
    expect(findUrlFault('http://127.0.0.1:4000/', true)).toBeNull();
    expect(findUrlFault('http://localhost:4000/', true)).toBeNull();
    expect(findUrlFault('http://agent.example/', true)).toBe('must be an https URL');
    expect(findUrlFault('https://10.0.0.1/', true)).toBe('must be a public address');
  });
});
