import type { EntryPosition } from './store';

const CURSOR = /^(\d{1,13})\.(trf_[0-9a-z]{26})$/;

/** Where a page of a statement ended, as a short text for an address. */
export const toStatementCursor = (position: EntryPosition): string => `${position.at.getTime()}.${position.id}`;

/** Null for a text that is no cursor of ours. */
export function parseStatementCursor(text: string): EntryPosition | null {
  const match = CURSOR.exec(text);
  if (!match) return null;
  const [, milliseconds = '', id = ''] = match;
  return { at: new Date(Number(milliseconds)), id };
}
