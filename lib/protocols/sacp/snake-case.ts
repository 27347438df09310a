/** SACP's seed writes camelCase, its wire snake_case: both are read. A field that is given in both spellings is left for the schema to refuse. */
export function snakeCaseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const snake = snakeCase(key);
    return [Object.hasOwn(value, snake) ? key : snake, inner];
  });
  return Object.fromEntries(entries);
}

/** `newMerchant` -> `new_merchant`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
