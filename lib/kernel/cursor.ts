/** Where a page ended, as a short text for the caller to give back. What is in it is ours alone and may change. */
export const encodeCursor = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const MAX_LENGTH = 1_000;

/** The parts again, `count` of them; null for a text that is no such cursor. */
export function decodeCursor(text: string, count: number): string[] | null {
  if (text.length > MAX_LENGTH || !/^[\w-]+$/.test(text)) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== count) return null;
    return parts.every((part): part is string => typeof part === 'string' && part.isWellFormed() && !part.includes('\0')) ? parts : null;
  } catch {
    return null;
  }
}

/** The number of a row, as `String(id)` writes it: also what a page ended with. Nothing that int8 cannot hold. */
export const ROW_CURSOR = /^[1-9]\d{0,17}$/;

/** The number again; null without one, and for a text that is none. */
export const decodeRowCursor = (text: string | undefined): bigint | null => (text !== undefined && ROW_CURSOR.test(text) ? BigInt(text) : null);
