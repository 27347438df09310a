const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** SQLSTATE 23505. */
export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === '23505';
/** SQLSTATE 23514. */
export const isCheckViolation = (error: unknown): boolean => codeOf(error) === '23514';
/** The statement is at fault, or a row of it, and left nothing behind: SQLSTATE classes 22 and 23, serialization failure, deadlock. */
export const wasRefused = (error: unknown): boolean => /^2[23]...$/.test(codeOf(error) ?? '') || isTransient(error);
/** Worth trying again: serialization failure, deadlock. */
export const isTransient = (error: unknown): boolean => codeOf(error) === '40001' || codeOf(error) === '40P01';
