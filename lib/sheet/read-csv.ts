import { CsvError, parse } from 'csv-parse/sync';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Fault } from './types';

export const ROWS_MAX = 5000;
/** A header is wider than any kind needs, and a row shorter than a bomb. */
const RECORD_MAX = 64 * 1024;

/** A file as cells: the header, and each row that has something in it, counted as a spreadsheet counts. */
export type CsvFile = { readonly header: readonly string[]; readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[] };

/** Comma, semicolon (where a comma stands in numbers) or tab: whichever the header has. */
const delimiterOf = (csv: string): string => [';', '\t'].find((each) => csv.slice(0, csv.search(/[\r\n]|$/)).includes(each)) ?? ',';

/** RFC 4180, and what spreadsheets write of it: a byte order mark, semicolons, empty rows at the end. Never throws. */
export function readCsv(csv: string): Result<CsvFile, { readonly code: 'unreadable'; readonly fault: Fault }> {
  const unreadable = (code: Fault['code'], row: number | null = null) => err({ code: 'unreadable', fault: { row, column: null, code } });
  let records: string[][];
  try {
    records = parse(csv, { bom: true, delimiter: delimiterOf(csv), trim: true, relax_column_count: true, max_record_size: RECORD_MAX, to: ROWS_MAX * 2 });
  } catch (error) {
    if (error instanceof CsvError) return unreadable('not_csv', typeof error.records === 'number' ? error.records + 1 : null);
    throw error;
  }
  const [header = [], ...body] = records;
  const rows = body.flatMap((cells, index) => (cells.every((cell) => cell === '') ? [] : [{ row: index + 2, cells }]));
  if (rows.length === 0) return unreadable('empty_file');
  if (rows.length > ROWS_MAX) return unreadable('too_many_rows');
  return ok({ header: header.map((name) => name.toLowerCase()), rows });
}
