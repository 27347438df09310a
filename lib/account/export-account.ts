import { throttle, type RateLimited } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { EXPORT_PARTS, readPart, type ExportPart } from './export-store';

const PAGE_ROWS = 500;
/** It reads everything that there is of an owner. */
const EXPORTS = { points: 6, seconds: 60 * 60 };

/**
 * Everything that is kept of an owner, as the text of one JSON document, in pieces: a page of one table is in memory at a time, and no
 * transaction is longer than reading it. What changes while it is read may be in it or not. Amounts are minor units, as text.
 */
export async function exportAccount(ctx: Ctx, owner: { userId: string; walletId: string }): Promise<Result<AsyncGenerator<string>, RateLimited>> {
  const allowed = await throttle(ctx, { what: 'export', by: owner.userId, budget: EXPORTS });
  return allowed.ok ? ok(write(ctx, owner.walletId)) : allowed;
}

async function* write(ctx: Ctx, walletId: string): AsyncGenerator<string> {
  const head = { format: 'countersign-export/1', exported_at: ctx.clock.now(), amounts: 'minor units of their currency, as text' };
  yield toJson(head).slice(0, -1);
  for (const part of EXPORT_PARTS) {
    yield `,\n${toJson(part.name)}:[`;
    yield* writeRows(ctx, walletId, part);
    yield ']';
  }
  yield '}\n';
}

async function* writeRows(ctx: Ctx, walletId: string, part: ExportPart): AsyncGenerator<string> {
  let after: readonly unknown[] | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPart>> = await readPart(ctx, { walletId, part, after, limit: PAGE_ROWS });
    const text = page.rows.map((row) => `\n${toJson(row)}`).join(',');
    yield after !== null && text !== '' ? `,${text}` : text;
    after = page.last;
  } while (after !== null);
}

const toJson = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
