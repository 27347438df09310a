import { describe, expect, it } from 'vitest';
import { createKeyring } from '@/lib/kernel/keyring';
import type { Ctx } from '@/lib/ports';
import { webPush } from './web-push';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
// Nothing else of a Ctx is looked at.
const ctxWith = (keys: string) => ({ keyring: createKeyring(keys) }) as Ctx;
const own = webPush(null);

describe('the key that browsers subscribe to', () => {
  it('is a point of P-256 of the installation, the same after a rotation', () => {
    const publicKey = own.publicKey(ctxWith(`k1:${key(1)}`));
    expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65);
    expect(own.publicKey(ctxWith(`k2:${key(2)},k1:${key(1)}`))).toBe(publicKey);
    expect(own.publicKey(ctxWith(`k1:${key(3)}`))).not.toBe(publicKey);
  });

  it("is the operator's where they gave one", () => {
    expect(webPush({ publicKey: 'B-given', privateKey: 'given' }).publicKey(ctxWith(`k1:${key(1)}`))).toBe('B-given');
  });
});
