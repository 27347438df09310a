import { describe, expect, it } from 'vitest';
import { parseBasic } from './client-credentials';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('parseBasic', () => {
  it.each([
    ['plain credentials', basic('agent_1:secret'), { user: 'agent_1', password: 'secret' }],
    ['form-encoded ones', basic('a%3Ab:c%2Bd+e'), { user: 'a:b', password: 'c+d e' }],
    ['a password with a colon', basic('a:b:c'), { user: 'a', password: 'b:c' }],
    ['a scheme in capitals', basic('a:b').replace('Basic', 'BASIC'), { user: 'a', password: 'b' }],
    ['an empty password', basic('a:'), { user: 'a', password: '' }],
    ['no colon', basic('abc'), null],
    ['no user', basic(':b'), null],
    ['a broken escape', basic('a%:b'), null],
    ['another scheme', 'Bearer abc', null],
    ['nothing', '', null],
  ])('%s', (_case, header, expected) => {
    expect(parseBasic(header)).toEqual(expected);
  });
});
