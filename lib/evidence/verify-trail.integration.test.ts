import { beforeAll, describe, expect, it } from 'vitest';
import { listTrailSeals, sealTrails, streamChain } from '@/lib/audit-trail';
import { publicJwks } from '@/lib/mandate';
import { record } from '@/lib/ports';
import { makeAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { isTrail, verifyTrail } from './verify-trail';

type Trail = { verification: object; seals: Record<string, unknown>[]; entries: { seq: string; content: string; hash: string }[] };

let ctx: TestCtx;
let trail: Trail;
let jwks: unknown;

/** As GET /api/agent/v1/wallet/audit-trail answers it. */
async function exported(walletId: string): Promise<Trail> {
  const entries = [];
  for await (const entry of streamChain(ctx, walletId)) entries.push(entry);
  return { verification: { ok: true }, seals: (await listTrailSeals(ctx, walletId)) as Trail['seals'], entries };
}

async function newTrail(): Promise<Trail> {
  const { walletId } = await makeAgent(ctx);
  for (const part of [1, 2]) {
    for (const n of [1, 2]) await record(ctx, { of: { walletId }, kind: 'rules.changed', actor: 'owner', detail: { part, n } });
    await sealTrails(ctx);
  }
  return exported(walletId);
}

beforeAll(async () => {
  ctx = await testCtx();
  trail = await newTrail();
  jwks = await publicJwks(ctx);
});

const check = (file: unknown) => verifyTrail(JSON.parse(JSON.stringify(file)), { jwks });
const replaced = <T>(list: readonly T[], index: number, value: T): T[] => list.map((each, at) => (at === index ? value : each));

describe('an exported audit trail', () => {
  it('is verified from its first entry to its last seal, with keys and nothing else', () => {
    expect(isTrail(trail)).toBe(true);
    expect(check(trail)).toMatchObject({ ok: true, facts: { entries: 5, seals: 2 } });
  });

  it('fails for any character of any entry or seal that is another', () => {
    const others: Trail[] = [];
    trail.entries.forEach((entry, index) => {
      for (const [name, text] of Object.entries(entry)) {
        for (const at of name === 'content' ? text.split('').keys() : [0]) {
          const changed = text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1);
          others.push({ ...trail, entries: replaced(trail.entries, index, { ...entry, [name]: changed }) });
        }
      }
    });
    trail.seals.forEach((seal, index) => {
      for (const [name, value] of Object.entries(seal)) {
        const text = String(value);
        others.push({ ...trail, seals: replaced(trail.seals, index, { ...seal, [name]: (text.startsWith('1') ? '2' : '1') + text.slice(1) }) });
      }
    });
    expect(others.length).toBeGreaterThan(1_000);
    expect(others.filter((other) => check(other).ok)).toEqual([]);
  });

  it.each<[string, (whole: Trail) => unknown]>([
    ['an entry is taken out', (whole) => ({ ...whole, entries: whole.entries.filter((_entry, index) => index !== 2) })],
    ['entries change places', ({ entries: [a, b, ...rest], ...whole }) => ({ ...whole, entries: [b, a, ...rest] })],
    ['an entry stands twice', (whole) => ({ ...whole, entries: [...whole.entries, whole.entries.at(-1)] })],
    ['its end is cut off', (whole) => ({ ...whole, entries: whole.entries.slice(0, -1) })],
    ['its beginning is cut off', (whole) => ({ ...whole, entries: whole.entries.slice(1) })],
    ['its last seal is taken away', (whole) => ({ ...whole, seals: whole.seals.slice(0, -1) })],
    ['all seals are taken away', (whole) => ({ ...whole, seals: [] })],
    ['nothing is left', (whole) => ({ ...whole, seals: [], entries: [] })],
    ['something is added to a seal', (whole) => ({ ...whole, seals: replaced(whole.seals, 0, { ...whole.seals[0], note: 'x' }) })],
    ['it is something else', () => ({ entries: 'x', seals: null })],
  ])('fails when %s', (_what, change) => {
    expect(check(change(trail))).toMatchObject({ ok: false, faults: expect.arrayContaining([expect.any(String)]) as unknown });
  });

  it("fails with another wallet's seals, and with keys that did not sign", async () => {
    const other = await newTrail();
    expect(check({ ...trail, seals: other.seals }).ok).toBe(false);
    expect(verifyTrail(trail, { jwks: { keys: [] } }).ok).toBe(false);
  });
});
