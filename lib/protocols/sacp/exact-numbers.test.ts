import { describe, expect, it } from 'vitest';
import { quoteNumbers } from './exact-numbers';

describe('quoteNumbers', () => {
  it.each([
    ['{"amount":49.99}', '{"amount":"49.99"}'],
    ['{"amount": 49.990000000000000001 }', '{"amount": "49.990000000000000001" }'],
    ['[0,-1,1e2,2.5E-3]', '["0","-1","1e2","2.5E-3"]'],
    ['{"a1":"12 \\" 34","b":[true,null,7]}', '{"a1":"12 \\" 34","b":[true,null,"7"]}'],
    ['{"path\\\\":1}', '{"path\\\\":"1"}'],
  ])('%s reads %s', (json, quoted) => {
    expect(quoteNumbers(json)).toBe(quoted);
  });
});
