import { jsonHash } from '@/lib/kernel/hash';
import { err, ok, type Result } from '@/lib/kernel/result';
import { lockMenu } from '@/lib/menu';
import { inTransaction, type Ctx } from '@/lib/ports';
import { decideChanges } from './decide-changes';
import { KINDS } from './kinds';
import { readCsv } from './read-csv';
import type { Cells, Change, Fault, SheetName } from './types';

const SHOWN_CHANGES = 50;
const SHOWN_FAULTS = 100;

/** What an import would do. Where it has a fault it would do nothing. */
export type Preview = {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** The first of them; `faultCount` is how many there are. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
  readonly changes: readonly { readonly row: number; readonly before: Cells | null; readonly after: Cells }[];
  /** What was looked at: an import that names it writes exactly this, or nothing. */
  readonly basis: string;
};

type Sheet = { readonly merchantId: string; readonly name: SheetName; readonly csv: string };
type Looked = { readonly preview: Preview; readonly changes: readonly Change<Record<string, unknown>>[] };

async function look(ctx: Ctx, { merchantId, name, csv }: Sheet): Promise<Looked> {
  const [kind, file] = [KINDS[name], readCsv(csv)];
  if (!file.ok) return { changes: [], preview: toPreview(0, [], [file.error.fault]) };
  const current = await kind.list(ctx, merchantId);
  const { rows, changes, faults } = decideChanges(kind, file.value, current);
  const further = faults.length === 0 ? ((await kind.checkAll?.(ctx, merchantId, changes, current)) ?? []) : [];
  return { changes, preview: toPreview(rows, changes, [...faults, ...further]) };
}

function toPreview(rows: number, changes: Looked['changes'], faults: readonly Fault[]): Preview {
  const told = changes.map(({ row, before, after }) => ({ row, before, after }));
  const created = told.filter(({ before }) => before === null).length;
  return {
    rows, created, changed: told.length - created, unchanged: faults.length === 0 ? rows - told.length : 0,
    faults: faults.slice(0, SHOWN_FAULTS), faultCount: faults.length, changes: told.slice(0, SHOWN_CHANGES), basis: jsonHash(told),
  };
}

/** What importing this file would change, and what is wrong with it. Changes nothing. */
export const previewImport = async (ctx: Ctx, sheet: Sheet): Promise<Preview> => (await look(ctx, sheet)).preview;

/**
 * Writes what a file says: rows that are there are changed, new ones added, and what the file does not name stays as it is. All of it or nothing.
 * With `basis` it is what the preview showed, or refused as `changed_since`. Prices hold from the next request on, as an edit's do.
 */
export const importSheet = (
  ctx: Ctx, { basis, ...sheet }: Sheet & { readonly basis: string | null },
): Promise<Result<Preview, { readonly code: 'invalid_rows' | 'changed_since'; readonly preview: Preview }>> =>
  inTransaction<Ctx, Result<Preview, { readonly code: 'invalid_rows' | 'changed_since'; readonly preview: Preview }>>(ctx, async (tx) => {
    await lockMenu(tx, sheet.merchantId);
    const { preview, changes } = await look(tx, sheet);
    if (preview.faultCount > 0) return err({ code: 'invalid_rows', preview });
    if (basis !== null && basis !== preview.basis) return err({ code: 'changed_since', preview });
    if (changes.length > 0) await KINDS[sheet.name].write(tx, sheet.merchantId, changes.map(({ value }) => value));
    return ok(preview);
  });
