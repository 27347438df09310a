import type { Column } from './columns';
import type { CsvFile } from './read-csv';
import type { Cells, Change, Fault, Kind } from './types';

export type Decision<T> = {
  /** Rows of the file that have something in them. */
  readonly rows: number;
  /** Those that say something new. */
  readonly changes: readonly Change<T>[];
  /** In the order of the file. Where there is one, nothing is written. */
  readonly faults: readonly Fault[];
};

type Columns = Readonly<Record<string, Column<unknown>>>;

/** What a file would change of the rows that are there. Pure. */
export function decideChanges<T extends object>(kind: Kind<T>, { header, rows }: CsvFile, current: readonly T[]): Decision<T> {
  const columns = kind.columns as unknown as Columns;
  const faulty = headerFaults(columns, header);
  if (faulty.length > 0) return { rows: rows.length, changes: [], faults: faulty };

  const [keyColumn = ''] = Object.keys(columns);
  const toKey = kind.sameKey ?? ((key: string) => key);
  const there = new Map(current.map((value) => [toKey(cellsOf(kind, value)[keyColumn] ?? ''), value]));
  const seen = new Set<string>();
  const changes: Change<T>[] = [];
  const faults: Fault[] = [];
  for (const { row, cells } of rows) {
    if (cells.length > header.length) faults.push({ row, column: null, code: 'too_many_cells' });
    const given = new Map(header.map((name, index) => [name, cells[index] ?? '']));
    const key = toKey(given.get(keyColumn) ?? '');
    const before = there.get(key);
    if (before === undefined && kind.addsNone && key !== '') {
      faults.push({ row, column: keyColumn, code: kind.addsNone });
      continue;
    }
    if (seen.has(key) && key !== '') faults.push({ row, column: keyColumn, code: 'repeated_row' });
    seen.add(key);
    const read = readRow(columns, given, before as Readonly<Record<string, unknown>> | undefined);
    const value = read.value as T;
    const wrong = read.faults.length > 0 ? read.faults : (kind.check?.(value) ?? []);
    faults.push(...wrong.map((fault) => ({ row, ...fault })));
    if (wrong.length > 0) continue;
    const [was, after] = [before === undefined ? null : cellsOf(kind, before), cellsOf(kind, value)];
    if (was === null || Object.keys(after).some((name) => was[name] !== after[name])) changes.push({ row, before: was, after, value });
  }
  return { rows: rows.length, changes, faults };
}

/** A row as it would stand in a file. */
export const cellsOf = <T extends object>(kind: Kind<T>, value: T): Cells =>
  Object.fromEntries(Object.entries(kind.columns as unknown as Columns).map(([name, column]) => [name, column.write((value as Readonly<Record<string, unknown>>)[name])]));

function headerFaults(columns: Columns, header: readonly string[]): Fault[] {
  const fault = (column: string, code: Fault['code']): Fault => ({ row: 1, column, code });
  return [
    ...header.filter((name) => !Object.hasOwn(columns, name)).map((name) => fault(name.slice(0, 60), 'unknown_column')),
    ...header.filter((name, index) => header.indexOf(name) < index).map((name) => fault(name.slice(0, 60), 'repeated_column')),
    ...Object.keys(columns).filter((name) => columns[name]?.otherwise === undefined && !header.includes(name)).map((name) => fault(name, 'missing_column')),
  ];
}

/** Each cell by its column; what the file has no column for is as it was, and in a new row what it is without being said. */
function readRow(columns: Columns, given: ReadonlyMap<string, string>, before: Readonly<Record<string, unknown>> | undefined) {
  const faults: Omit<Fault, 'row'>[] = [];
  const value: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(columns)) {
    const cell = given.get(name);
    if (cell === undefined && before) value[name] = before[name];
    else if (cell === undefined || cell === '') {
      if (column.otherwise) value[name] = column.otherwise.value;
      else faults.push({ column: name, code: 'required' });
    } else {
      const read = column.read(cell);
      if (read.ok) value[name] = read.value;
      else faults.push({ column: name, code: read.error.code });
    }
  }
  return { value, faults };
}
