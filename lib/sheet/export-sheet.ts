import { stringify } from 'csv-stringify/sync';
import type { Ctx } from '@/lib/ports';
import { cellsOf } from './decide-changes';
import { KINDS } from './kinds';
import type { SheetName } from './types';

/** All rows of one kind as CSV (RFC 4180), in the columns that an import takes. What a spreadsheet would take for a formula is marked with an apostrophe. */
export async function exportSheet(ctx: Ctx, { merchantId, name }: { merchantId: string; name: SheetName }): Promise<string> {
  const kind = KINDS[name];
  const rows = await kind.list(ctx, merchantId);
  return stringify(rows.map((row) => cellsOf(kind, row)), { header: true, columns: columnsOf(name).map((column) => column.name), escape_formulas: true, record_delimiter: 'windows' });
}

/** The columns of a kind, in order, and which of them a file must have. */
export const columnsOf = (name: SheetName): { readonly name: string; readonly required: boolean }[] =>
  Object.entries(KINDS[name].columns).map(([column, { otherwise }]) => ({ name: column, required: otherwise === undefined }));
