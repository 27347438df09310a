/** The one value of a search parameter; of several, or none, nothing. PostgreSQL stores no NUL, so what holds one means nothing either. */
export const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' && !value.includes('\0') ? value : undefined;

/** A path with the search parameters that have a value. */
export function pathWith(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
