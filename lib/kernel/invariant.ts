/** The code, not the caller, is wrong. The request ends with a 500; nothing else catches it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Asserts what must be true here, stated positively. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The end of a switch over a union: it compiles only when each member has its case. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${String(value)}`);
}
