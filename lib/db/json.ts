/** jsonb has no bigint: amounts stand in it as decimal text, under keys named `amount` or `...Amount`. */
export const encodeJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));

const isAmountKey = (key: string): boolean => key === 'amount' || key.endsWith('Amount');

/** The inverse of encodeJson, on a value that the driver has parsed. */
export function decodeJson<T>(value: unknown): T {
  return revive(value) as T;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    out[key] = isAmountKey(key) && typeof inner === 'string' ? BigInt(inner) : revive(inner);
  }
  return out;
}
