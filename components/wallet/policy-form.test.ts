import { describe, expect, it } from 'vitest';
import { readPolicy } from './policy-form';

function form(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) data.append(name, value);
  return data;
}

const OFF = { merchants: null, categories: null, countries: null, hours: null, velocity: null, new_merchant: null, unusual_amount: null, unusual_hour: null };

describe('readPolicy', () => {
  it('reads lists of words, each once, as their rules spell them', () => {
    const fields = { 'merchants.blocked': 'Regal-Moose, , regal-moose', 'merchants.action': 'refuse', 'countries.allowed': 'ca, fr', 'countries.action': 'ask' };
    expect(readPolicy(form({ ...fields, 'new_merchant.action': 'allow', 'unusual_hour.action': 'allow' }))).toMatchObject({
      merchants: { allowed: [], blocked: ['regal-moose'], action: 'refuse' }, countries: { allowed: ['CA', 'FR'], blocked: [], action: 'ask' },
    });
  });

  it('reads hours that end at midnight, a velocity and a multiple', () => {
    const read = readPolicy(form({
      'hours.from': '08:00', 'hours.until': '00:00', 'hours.days': ['1', '7'], 'hours.action': 'ask', 'velocity.purchases': '3', 'velocity.seconds': '3600', 'velocity.action': 'ask',
      'unusual_amount.times': '4', 'unusual_amount.action': 'refuse', 'new_merchant.action': 'ask', 'unusual_hour.action': 'allow',
    }));
    expect(read).toEqual({
      ...OFF, hours: { days: [1, 7], from: '08:00', until: '24:00', action: 'ask' }, velocity: { purchases: 3, seconds: 3_600, action: 'ask' },
      unusual_amount: { times: 4, action: 'refuse' }, new_merchant: { action: 'ask' },
    });
  });

  it('takes a rule that is off, or says nothing, for none', () => {
    expect(readPolicy(form({ 'merchants.action': 'ask', 'categories.blocked': 'toys', 'categories.action': 'allow', 'new_merchant.action': 'allow', 'unusual_hour.action': 'allow' }))).toEqual(OFF);
  });
});
