import { describe, expect, it } from 'vitest';
import { captureReference, fundReference, holdReference, releaseReference } from './references';

describe('references', () => {
  it('name the hold in their second part', () => {
    const references = [holdReference('txn_1'), captureReference('txn_1', 'order-7'), releaseReference('txn_1')];
    expect(references).toEqual(['hold:txn_1', 'capture:txn_1:order-7', 'release:txn_1']);
    expect(fundReference('maple', 'usr_1', 'CAD')).toBe('fund:usr_1:CAD');
    expect(fundReference('harbour', 'usr_1', 'CAD')).toBe('fund:usr_1:CAD:harbour');
  });

  it.each(['', 'txn:1'])('cannot be built of %j, which would name another hold', (part) => {
    expect(() => holdReference(part)).toThrow('no colon');
  });
});
