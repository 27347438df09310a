import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint, Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { exportSheet, importSheet, previewImport, SHEETS, type Fault, type FaultCode, type Preview, type SheetName } from '@/lib/sheet';
import { consoleEndpoint, readBody } from '../endpoint';
import { refuse } from '../errors';
import { ImportBody, PreviewBody } from './schema';

// A merchant's tables as CSV: taken, tried, brought (specs/ucp.md names their columns). Amounts are minor units of the merchant's currency.

const FAULTS: Record<FaultCode, string> = {
  not_csv: 'This is not CSV: a quotation mark is open, or a row is too long.',
  empty_file: 'There is no row below the header.',
  too_many_rows: 'A file may have 5000 rows. Split it.',
  missing_column: 'This column is missing.',
  unknown_column: 'There is no such column.',
  repeated_column: 'This column stands here twice.',
  too_many_cells: 'This row has more cells than the header.',
  required: 'This must not be empty.',
  too_long: 'This is too long.',
  formula: 'This begins like a formula. Put an apostrophe before it.',
  not_an_id: 'Use letters, digits, dots, hyphens and underscores, 60 at most.',
  not_a_number: 'This is not such a number. Amounts are whole numbers of minor units.',
  not_one_of: 'This is none of the values that this column takes.',
  not_yes_or_no: 'Write yes or no.',
  not_a_country: 'This is not a country: two letters of ISO 3166.',
  not_an_email: 'This is not an email address.',
  not_https: 'This is not an address that begins with https://.',
  repeated_row: 'Another row of this file has the same key.',
  unknown_item: 'There is no such product.',
  unknown_customer: 'There is no such customer. Import customers first.',
  unknown_section: 'The menu has no such section.',
  taken: 'Something else has this id already.',
  out_of_range: 'This number is too small or too large.',
  not_in_order: 'The longest time is shorter than the shortest.',
  too_many: 'There would be more than there may be.',
};

const toFault = (fault: Fault) => ({ ...fault, message: FAULTS[fault.code] });
const toWire = (preview: Preview) => ({ ...preview, faults: preview.faults.map(toFault) });

function sheetOf({ sheet = '' }: Params): SheetName {
  const name = SHEETS.find((each) => each === sheet);
  if (name === undefined) throw fail(404, 'not_found', `There is no such table. There are: ${SHEETS.join(', ')}.`);
  return name;
}

/** All rows as CSV. 404 for a table that there is not. */
export const getSheet: Endpoint = consoleEndpoint('GET', '/merchant/sheets/[sheet]', 'manager', async (ctx, _request, { merchantId }, params) => {
  const name = sheetOf(params);
  return new Response(await exportSheet(ctx, { merchantId, name }), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}.csv"`, 'cache-control': 'no-store' },
  });
});

/** {csv} -> what importing it would change, and what is wrong with it: {rows, created, changed, unchanged, faults: [{row, column, code, message}], faultCount, changes, basis}. */
export const postSheetPreview: Endpoint = consoleEndpoint('POST', '/merchant/sheets/[sheet]/preview', 'manager', async (ctx, request, { merchantId }, params) => {
  const { csv } = await readBody(request, PreviewBody);
  return answerCoded(200, toWire(await previewImport(ctx, { merchantId, name: sheetOf(params), csv })));
});

/** {csv, basis?} -> the same, done. 422 ROWS_INVALID and 409 CHANGED_SINCE change nothing, and carry in `details` what a preview answers now. */
export const postSheetImport: Endpoint = consoleEndpoint('POST', '/merchant/sheets/[sheet]/import', 'manager', async (ctx, request, { merchantId }, params) => {
  const { csv, basis = null } = await readBody(request, ImportBody);
  const done = await importSheet(ctx, { merchantId, name: sheetOf(params), csv, basis });
  return done.ok ? answerCoded(200, toWire(done.value)) : refuse(done.error.code, toWire(done.error.preview));
});

export const endpoints: readonly Endpoint[] = [getSheet, postSheetPreview, postSheetImport];
