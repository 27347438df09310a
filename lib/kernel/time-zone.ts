/** Where an owner lives unless the browser said otherwise. */
export const DEFAULT_TIME_ZONE = 'America/Toronto';

const IANA_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** The zone by its canonical IANA name, or null when it is none. Offsets like +02:00 are none: they know no summer time. */
export function toTimeZone(name: string): string | null {
  if (name.length > 64 || !IANA_NAME.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** What a person may choose from, by name, with the zone that they have. */
export const listTimeZones = (current: string): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])].sort();
