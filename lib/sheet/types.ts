import type { Ctx } from '@/lib/ports';
import type { Column } from './columns';

/** What a merchant keeps in tables of its own, and brings and takes as CSV (specs/ucp.md). */
export const SHEETS = ['products', 'inventory', 'customers', 'addresses', 'discounts', 'promotions', 'shipping_rates'] as const;
export type SheetName = (typeof SHEETS)[number];

/** Why a cell, a row or a whole file cannot be taken. */
export type FaultCode =
  | 'not_csv' | 'empty_file' | 'too_many_rows' | 'missing_column' | 'unknown_column' | 'repeated_column' | 'too_many_cells'
  | 'required' | 'too_long' | 'formula' | 'not_an_id' | 'not_a_number' | 'not_one_of' | 'not_yes_or_no' | 'not_a_country' | 'not_an_email' | 'not_https'
  | 'repeated_row' | 'unknown_item' | 'unknown_customer' | 'unknown_section' | 'taken' | 'out_of_range' | 'not_in_order' | 'too_many';

/** `row` counts as a spreadsheet does: the header is row 1. `column` is null where it is the whole row, `row` where it is the whole file. */
export type Fault = { readonly row: number | null; readonly column: string | null; readonly code: FaultCode };

/** A row as it stands in a file, by column. */
export type Cells = Readonly<Record<string, string>>;

/** What a row of a file comes to. `value` is all of it: what the file has no column for is as it was. */
export type Change<T> = { readonly row: number; readonly before: Cells | null; readonly after: Cells; readonly value: T };

/** One kind of table: what its rows are, where they lie, and what must hold for them beyond each cell. */
export type Kind<T extends object> = {
  /** In the order of an export; the first is the key, by which a row of a file is one that is there. */
  readonly columns: { readonly [C in keyof T & string]: Column<T[C]> };
  /** Rows of a file change those that are there, and add none. */
  readonly addsNone?: FaultCode;
  /** Two keys that are one. By default only equal ones are. */
  readonly sameKey?: (key: string) => string;
  readonly list: (ctx: Ctx, merchantId: string) => Promise<readonly T[]>;
  /** What no single cell tells: two cells that do not go together. */
  readonly check?: (row: T) => readonly Omit<Fault, 'row'>[];
  /** What only the merchant's other rows tell: a reference to nothing. `row` is that of the change. */
  readonly checkAll?: (tx: Ctx, merchantId: string, changes: readonly Change<T>[], current: readonly T[]) => Promise<readonly Fault[]>;
  readonly write: (tx: Ctx, merchantId: string, rows: readonly T[]) => Promise<void>;
};
