/** An expected outcome, as a value. `E` is a union told apart by `code`, so that a switch over it is exhaustive. */
export type Result<T, E extends { readonly code: string }> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T) => ({ ok: true, value }) as const;
export const err = <const E extends { readonly code: string }>(error: E) => ({ ok: false, error }) as const;
