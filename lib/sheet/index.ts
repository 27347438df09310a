export { SHEETS, type Fault, type FaultCode, type SheetName } from './types';
export { importSheet, previewImport, type Preview } from './import-sheet';
export { columnsOf, exportSheet } from './export-sheet';
